<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>why, in a few words</source>
        <translation>почему, в двух словах</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Сделать</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Не надо</translation>
    </message>
    <message>
        <source>Corner up</source>
        <translation>Угол вверх</translation>
    </message>
    <message>
        <source>Corner to the left</source>
        <translation>Угол влево</translation>
    </message>
    <message>
        <source>Corner to the right</source>
        <translation>Угол вправо</translation>
    </message>
    <message>
        <source>Corner down</source>
        <translation>Угол вниз</translation>
    </message>
    <message>
        <source>{effect}: less</source>
        <translation>{effect}: меньше</translation>
    </message>
    <message>
        <source>{effect}: more</source>
        <translation>{effect}: больше</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>As its file says</source>
        <translation>Как в файле</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Закончить</translation>
    </message>
    <message>
        <source>Go on aligning</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Corner: {corner}</source>
        <translation>Угол: {corner}</translation>
    </message>
    <message>
        <source>Steps of one pixel or ten</source>
        <translation>Шаг в один пиксель или десять</translation>
    </message>
    <message>
        <source>Screen: {screen}</source>
        <translation>Экран: {screen}</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Сетка</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Фильм</translation>
    </message>
    <message>
        <source>On the screens: {shows}</source>
        <translation>На экранах: {shows}</translation>
    </message>
    <message>
        <source>{unsaved}. What you have not saved is lost.</source>
        <translation>{unsaved}. Несохранённое пропадёт.</translation>
    </message>
    <message>
        <source>Save and leave</source>
        <translation>Сохранить и выйти</translation>
    </message>
    <message>
        <source>Leave without</source>
        <translation>Не сохранять</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>At the boundary</source>
        <translation>В конце цикла</translation>
    </message>
    <message>
        <source>At the next beat</source>
        <translation>На следующей сцене</translation>
    </message>
    <message>
        <source>At {beat}</source>
        <translation>На «{beat}»</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Закрыто</translation>
    </message>
    <message>
        <source>Check cables and power.</source>
        <translation>Проверьте кабели и питание.</translation>
    </message>
    <message>
        <source>No display is connected</source>
        <translation>Ни один дисплей не подключён</translation>
    </message>
    <message>
        <source>The story goes on behind the pattern, and the films come back by themselves.</source>
        <translation>История идёт за сеткой дальше; фильмы вернутся сами.</translation>
    </message>
    <message>
        <source>The projectors are being aligned</source>
        <translation>Идёт настройка проекторов</translation>
    </message>
    <message>
        <source>The pictures come back by themselves in a few seconds.</source>
        <translation>Изображение вернётся само через несколько секунд.</translation>
    </message>
    <message>
        <source>The wall is starting again</source>
        <translation>Стена запускается заново</translation>
    </message>
    <message>
        <source>The first pictures come in a few seconds.</source>
        <translation>Первые кадры появятся через несколько секунд.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>It {opens}.</source>
        <translation>Зал {opens}.</translation>
    </message>
    <message>
        <source>The button Open begins the day.</source>
        <translation>День начинает кнопка «Открыть».</translation>
    </message>
    <message>
        <source>The house is closed</source>
        <translation>Зал закрыт</translation>
    </message>
    <message>
        <source>All screens are black, and the story goes on behind it.</source>
        <translation>Все экраны чёрные; история за ними идёт дальше.</translation>
    </message>
    <message>
        <source>Blackout</source>
        <translation>Затемнение</translation>
    </message>
    <message>
        <source>All screens hold their picture until you resume.</source>
        <translation>Все экраны держат кадр, пока вы не продолжите.</translation>
    </message>
    <message>
        <source>A first version is on its way</source>
        <translation>Первая версия уже в пути</translation>
    </message>
    <message>
        <source>The list of versions has a button for it.</source>
        <translation>Кнопка для этого есть в списке версий.</translation>
    </message>
    <message>
        <source>{film} waits for your approval</source>
        <translation>{film}: ждёт вашего одобрения</translation>
    </message>
    <message>
        <source>The list of versions says why.</source>
        <translation>Почему, сказано в списке версий.</translation>
    </message>
    <message>
        <source>No version can be played</source>
        <translation>Нет версий, которые можно показать</translation>
    </message>
    <message>
        <source>Put a film into the versions folder: it plays by itself.</source>
        <translation>Положите фильм в папку версий: он пойдёт сам.</translation>
    </message>
    <message>
        <source>Waiting for a first version</source>
        <translation>Ждём первую версию</translation>
    </message>
    <message>
        <source>but all screens are {word}</source>
        <translation>но все экраны: {word}</translation>
    </message>
    <message>
        <source>but {screens} are {word}</source>
        <translation>но {screens}: {word}</translation>
    </message>
    <message numerus="yes">
        <source>but %n screens need a look</source>
        <translation>
            <numerusform>но %n экран требует внимания</numerusform>
            <numerusform>но %n экрана требуют внимания</numerusform>
            <numerusform>но %n экранов требуют внимания</numerusform>
        </translation>
    </message>
    <message>
        <source>{still}, but {machine} is away</source>
        <translation>{still}, но нет связи с {machine}</translation>
    </message>
    <message>
        <source>{still}, but {machines} are away</source>
        <translation>{still}, но нет связи с {machines}</translation>
    </message>
    <message>
        <source>Each wall plays on by itself, and they meet again at a seam.</source>
        <translation>Каждая стена идёт сама, и на стыке они снова сойдутся.</translation>
    </message>
    <message>
        <source>but {screen} has no display</source>
        <translation>но у экрана {screen} нет дисплея</translation>
    </message>
    <message>
        <source>but {screen} is {word}</source>
        <translation>но {screen}: {word}</translation>
    </message>
    <message>
        <source>The first picture comes: {screens}.</source>
        <translation>Первый кадр на подходе: {screens}.</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>Идёт показ</translation>
    </message>
    <message>
        <source>{films} cannot be played; the others play on.</source>
        <translation>{films}: нельзя показать; остальные идут дальше.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n screens of all machines play in step.</source>
        <translation>
            <numerusform>%n экран всех машин показывает.</numerusform>
            <numerusform>%n экрана всех машин идут вместе.</numerusform>
            <numerusform>%n экранов всех машин идут вместе.</numerusform>
        </translation>
    </message>
    <message>
        <source>The screen plays.</source>
        <translation>Экран работает.</translation>
    </message>
    <message numerus="yes">
        <source>All %n screens play in step.</source>
        <translation>
            <numerusform>%n экран идёт в ногу.</numerusform>
            <numerusform>Все %n экрана идут в ногу.</numerusform>
            <numerusform>Все %n экранов идут в ногу.</numerusform>
        </translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Всё хорошо</translation>
    </message>
    <message>
        <source>Pictures shown of those due</source>
        <translation>Показано кадров из нужных</translation>
    </message>
    <message>
        <source>Screens apart, in pictures</source>
        <translation>Расхождение, кадров</translation>
    </message>
    <message>
        <source>Pictures early, in milliseconds</source>
        <translation>Запас кадров</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Машины</translation>
    </message>
    <message>
        <source>All machines</source>
        <translation>Все машины</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Копировать отчёт</translation>
    </message>
    <message>
        <source>Puts all of this on the clipboard, for an email</source>
        <translation>Кладёт всё это в буфер обмена, для письма</translation>
    </message>
    <message>
        <source>The last ten minutes</source>
        <translation>Последние десять минут</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Процессы</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Машина</translation>
    </message>
    <message>
        <source>Lately</source>
        <translation>Недавно</translation>
    </message>
    <message>
        <source>Processes, machine and log</source>
        <translation>Процессы, машина и журнал</translation>
    </message>
    <message>
        <source>Nothing in the last day.</source>
        <translation>За сутки ничего.</translation>
    </message>
    <message>
        <source>{now} ms, at least {least}</source>
        <translation>{now} мс, не менее {least}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Скопировано</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>пришла</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>изменена</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>скопирована целиком</translation>
    </message>
    <message>
        <source>found good</source>
        <translation>признана годной</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>отклонена</translation>
    </message>
    <message>
        <source>taken away</source>
        <translation>убрана</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>одобрена</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>возвращена</translation>
    </message>
    <message>
        <source>pinned on</source>
        <translation>закреплена на</translation>
    </message>
    <message>
        <source>unpinned from</source>
        <translation>откреплена от</translation>
    </message>
    <message>
        <source>controller</source>
        <translation>управление</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>стена</translation>
    </message>
    <message>
        <source>has to wait</source>
        <translation>должна подождать</translation>
    </message>
    <message>
        <source>a command</source>
        <translation>команда</translation>
    </message>
    <message>
        <source>panel</source>
        <translation>пульт смотрителя</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>пульт</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>зал</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>диск</translation>
    </message>
    <message>
        <source>door</source>
        <translation>дверь</translation>
    </message>
    <message>
        <source>probation</source>
        <translation>проба</translation>
    </message>
    <message>
        <source>the show</source>
        <translation>показ</translation>
    </message>
    <message>
        <source>player {screen}</source>
        <translation>плеер {screen}</translation>
    </message>
    <message>
        <source>process</source>
        <translation>процесс</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>ЦП</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>память</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>сбои</translation>
    </message>
    <message>
        <source>away</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} МБ</translation>
    </message>
    <message>
        <source>no display</source>
        <translation>нет дисплея</translation>
    </message>
    <message>
        <source>projector {says}</source>
        <translation>проектор {says}</translation>
    </message>
    <message>
        <source>disk: {free} GB free ({share})</source>
        <translation>диск: свободно {free} ГБ ({share})</translation>
    </message>
    <message>
        <source>memory: {share} in use</source>
        <translation>память: занято {share}</translation>
    </message>
    <message>
        <source>hot</source>
        <translation>горячо</translation>
    </message>
    <message>
        <source>{screen} is not heard: {why}</source>
        <translation>{screen} не слышно: {why}</translation>
    </message>
    <message>
        <source>in step with the display</source>
        <translation>синхронно с дисплеем</translation>
    </message>
    <message>
        <source>decoded by the graphics card</source>
        <translation>декодирует видеокарта</translation>
    </message>
    <message>
        <source>decoded by the processor</source>
        <translation>декодирует процессор</translation>
    </message>
    <message>
        <source>drawn by the processor, without OpenGL</source>
        <translation>рисует процессор, без OpenGL</translation>
    </message>
    <message>
        <source>drawn by {renderer}</source>
        <translation>рисует {renderer}</translation>
    </message>
    <message>
        <source>has not answered yet</source>
        <translation>ещё не ответил</translation>
    </message>
    <message>
        <source>sound: no screen speaks</source>
        <translation>звук: ни один экран не звучит</translation>
    </message>
    <message>
        <source>sound: all screens speak</source>
        <translation>звук: звучат все экраны</translation>
    </message>
    <message>
        <source>sound: the story says who speaks</source>
        <translation>звук: кто звучит, решает история</translation>
    </message>
    <message>
        <source>sound: {screen} speaks</source>
        <translation>звук: звучит {screen}</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Заметки</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open for an hour</source>
        <translation>Открыть на час</translation>
    </message>
    <message>
        <source>Open for three hours</source>
        <translation>Открыть на 3 часа</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Close for an hour</source>
        <translation>Закрыть на час</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Всё вместе</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Без звука</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Со звуком</translation>
    </message>
    <message>
        <source>not heard: {why}</source>
        <translation>не слышно: {why}</translation>
    </message>
    <message>
        <source>Words on the wall</source>
        <translation>Слова на стене</translation>
    </message>
    <message>
        <source>What you order holds until the hours say something else.</source>
        <translation>Ваше распоряжение действует, пока часы работы не скажут иного.</translation>
    </message>
    <message>
        <source>No projector is on the network (projectors: in the layout).</source>
        <translation>В сети нет проекторов (projectors: в раскладке).</translation>
    </message>
    <message>
        <source>Projectors</source>
        <translation>Проекторы</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Звук</translation>
    </message>
    <message>
        <source>So it stays until an order closes it.</source>
        <translation>Так и будет, пока его не закроют.</translation>
    </message>
    <message>
        <source>So it stays until an order opens it.</source>
        <translation>Так и будет, пока его не откроют.</translation>
    </message>
    <message>
        <source>The house is open by an order.</source>
        <translation>Зал открыт по распоряжению.</translation>
    </message>
    <message>
        <source>The house is open.</source>
        <translation>Зал открыт.</translation>
    </message>
    <message>
        <source>The house is closed, and warms up.</source>
        <translation>Зал закрыт и прогревается.</translation>
    </message>
    <message>
        <source>The house is closed by an order.</source>
        <translation>Зал закрыт по распоряжению.</translation>
    </message>
    <message>
        <source>The house is closed.</source>
        <translation>Зал закрыт.</translation>
    </message>
    <message>
        <source>opens {when}</source>
        <translation>откроется: {when}</translation>
    </message>
    <message>
        <source>closes {when}</source>
        <translation>закроется: {when}</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Снять</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Одобрить</translation>
    </message>
    <message>
        <source>Reject …</source>
        <translation>Отклонить …</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>{screen} follows the layout again, {when}</source>
        <translation>{screen}: снова по раскладке, {when}</translation>
    </message>
    <message>
        <source>{film} takes part in the line-up, {when}</source>
        <translation>{film}: входит в показ, {when}</translation>
    </message>
    <message>
        <source>{film} is set aside, and takes no part</source>
        <translation>{film}: откладывается и не участвует</translation>
    </message>
    <message>
        <source>{film} is taken out of the line-up</source>
        <translation>{film}: уходит из показа</translation>
    </message>
    <message>
        <source>{film} is looked at again; nothing changes on the wall</source>
        <translation>{film}: проверяется снова; на стене ничего не меняется</translation>
    </message>
    <message>
        <source>{film} may take part again, {when}</source>
        <translation>{film}: снова может участвовать, {when}</translation>
    </message>
    <message>
        <source>what is on the wall last</source>
        <translation>то, что вышло на стену последним</translation>
    </message>
    <message>
        <source>{film} is set aside, and {screen} shows the one before, {when}</source>
        <translation>{film}: откладывается; {screen} показывает прежнюю версию, {when}</translation>
    </message>
    <message>
        <source>its screen</source>
        <translation>её экран</translation>
    </message>
    <message>
        <source>The house opens now, for {minutes} minutes</source>
        <translation>Зал открывается сейчас, на {minutes} минут</translation>
    </message>
    <message>
        <source>The house opens now, until its hours close it, or an order does</source>
        <translation>Зал открывается сейчас, пока его не закроют часы работы или распоряжение</translation>
    </message>
    <message>
        <source>All screens go dark and silent, and projectors off</source>
        <translation>Все экраны гаснут и замолкают, проекторы выключаются</translation>
    </message>
    <message>
        <source>{dark}, for {minutes} minutes</source>
        <translation>{dark}, на {minutes} минут</translation>
    </message>
    <message>
        <source>{dark}, until its hours open it, or an order does</source>
        <translation>{dark}, пока зал не откроют часы работы или распоряжение</translation>
    </message>
    <message>
        <source>{screen} keeps {film}, whatever the layout says, until it is unpinned</source>
        <translation>{screen} сохраняет {film}, что бы ни говорила раскладка, пока не открепят</translation>
    </message>
    <message>
        <source>{screen} shows {film}, {when}, until it is unpinned</source>
        <translation>{screen} показывает {film}, {when}, пока не открепят</translation>
    </message>
    <message>
        <source>{screen} shows {film} in place of {other}, {when}, until it is unpinned</source>
        <translation>{screen} показывает {film} вместо {other}, {when}, пока не открепят</translation>
    </message>
    <message>
        <source>nothing changes on the wall</source>
        <translation>на стене ничего не меняется</translation>
    </message>
    <message>
        <source>{screen} shows another one, {when}</source>
        <translation>{screen} показывает другую, {when}</translation>
    </message>
    <message>
        <source>{screens} show another one, {when}</source>
        <translation>{screens} показывают другую, {when}</translation>
    </message>
    <message>
        <source>{screen} shows {film}</source>
        <translation>{screen} показывает {film}</translation>
    </message>
    <message>
        <source>the line-up that waits takes over</source>
        <translation>вступает ожидающий показ</translation>
    </message>
    <message>
        <source>now, as soon as all screens are ready</source>
        <translation>сейчас, как только все экраны готовы</translation>
    </message>
    <message>
        <source>at the next boundary</source>
        <translation>в конце этого цикла</translation>
    </message>
    <message>
        <source>at &apos;{beat}&apos;</source>
        <translation>на «{beat}»</translation>
    </message>
    <message>
        <source>{where}, in {time}</source>
        <translation>{where}, через {time}</translation>
    </message>
    <message>
        <source>old</source>
        <translation>старое</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>нет кадра</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показ</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Версии</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>Сведение</translation>
    </message>
    <message>
        <source>House</source>
        <translation>Зал</translation>
    </message>
    <message>
        <source>The Kiss: panel</source>
        <translation>The Kiss: пульт</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Запереть</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Отпереть</translation>
    </message>
    <message>
        <source>Hold it for a second and a half</source>
        <translation>Держите полторы секунды</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Открепить</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Откатить</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>закреплена</translation>
    </message>
    <message>
        <source>next: {film}</source>
        <translation>далее: {film}</translation>
    </message>
    <message>
        <source>Live picture of {screen}</source>
        <translation>Живая картинка: {screen}</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Пока нет</translation>
    </message>
    <message>
        <source>Versions and notes</source>
        <translation>Версии и заметки</translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;, {seconds} s to &apos;{next}&apos;</source>
        <translation>после «{beat}», до «{next}» {seconds} с</translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;</source>
        <translation>после «{beat}»</translation>
    </message>
    <message>
        <source>before &apos;{beat}&apos;</source>
        <translation>перед «{beat}»</translation>
    </message>
    <message>
        <source>Pictures at the beats: {screens}</source>
        <translation>Кадры сцен: {screens}</translation>
    </message>
    <message>
        <source>From above: {screens}</source>
        <translation>Сверху вниз: {screens}</translation>
    </message>
    <message>
        <source>Go to {beat}, {time}</source>
        <translation>Перейти: {beat}, {time}</translation>
    </message>
    <message>
        <source>of {length}</source>
        <translation>из {length}</translation>
    </message>
    <message>
        <source>No story yet</source>
        <translation>Истории пока нет</translation>
    </message>
    <message>
        <source>Pictures of its beats</source>
        <translation>Кадры её сцен</translation>
    </message>
    <message>
        <source>just arrived</source>
        <translation>только что пришла</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>ждёт очереди</translation>
    </message>
    <message>
        <source>being looked at</source>
        <translation>проверяется</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>готова</translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation>нельзя показать</translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation>ждёт одобрения</translation>
    </message>
    <message>
        <source>retired</source>
        <translation>снята</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>отложена</translation>
    </message>
    <message>
        <source>hashing</source>
        <translation>чтение файла</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>проверка каждого кадра</translation>
    </message>
    <message>
        <source>copying</source>
        <translation>создание копии</translation>
    </message>
    <message>
        <source>rehearsing</source>
        <translation>репетиция</translation>
    </message>
    <message>
        <source>on {screens}</source>
        <translation>на {screens}</translation>
    </message>
    <message>
        <source>({time} left)</source>
        <translation>(осталось {time})</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} с</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} мин</translation>
    </message>
    <message>
        <source>Drag a version onto a screen, or press what it offers.</source>
        <translation>Перетащите версию на экран или нажмите то, что она предлагает.</translation>
    </message>
    <message>
        <source>No version yet. Put a film into the versions folder.</source>
        <translation>Версий пока нет. Положите фильм в папку версий.</translation>
    </message>
    <message>
        <source>What you see is how it was. The wall does not need the panel.</source>
        <translation>Вы видите то, что было. Стене пульт не нужен.</translation>
    </message>
    <message>
        <source>The show does not answer</source>
        <translation>Показ не отвечает</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Никто</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>История</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>subtitles: {languages}</source>
        <translation>субтитры: {languages}</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>подписи</translation>
    </message>
    <message>
        <source>Check its cable and its power</source>
        <translation>Проверьте кабель и питание</translation>
    </message>
    <message>
        <source>It comes back by itself in a few seconds</source>
        <translation>Он вернётся сам через несколько секунд</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>перезапуск</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>неполадка</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ожидание</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>кадра ещё нет</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>закрыто</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>пауза</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>медленно</translation>
    </message>
    <message>
        <source>It {shows}</source>
        <translation>Экран {shows}</translation>
    </message>
    <message>
        <source>Pictures come too late; the last one stays meanwhile</source>
        <translation>Кадры опаздывают; пока стоит последний</translation>
    </message>
    <message>
        <source>holding</source>
        <translation>замер</translation>
    </message>
    <message>
        <source>in step</source>
        <translation>в ногу</translation>
    </message>
    <message>
        <source>Cycle {number}</source>
        <translation>Цикл {number}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>hold all</source>
        <translation>всё замирает</translation>
    </message>
    <message>
        <source>Pausing …</source>
        <translation>Замирает …</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>продолжить</translation>
    </message>
    <message>
        <source>Resuming …</source>
        <translation>Идёт …</translation>
    </message>
    <message>
        <source>all black</source>
        <translation>всё чёрное</translation>
    </message>
    <message>
        <source>Screens on</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>light again</source>
        <translation>снова свет</translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation>Сначала</translation>
    </message>
    <message>
        <source>a new cycle, now</source>
        <translation>новый цикл, сразу</translation>
    </message>
    <message>
        <source>Starting over …</source>
        <translation>Сначала …</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Вперёд</translation>
    </message>
    <message>
        <source>next beat</source>
        <translation>к сцене</translation>
    </message>
    <message>
        <source>Going on …</source>
        <translation>Идёт …</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>В ногу</translation>
    </message>
    <message>
        <source>all in step</source>
        <translation>все вместе</translation>
    </message>
    <message>
        <source>Syncing …</source>
        <translation>В ногу …</translation>
    </message>
    <message>
        <source>dark and at rest</source>
        <translation>темно и тихо</translation>
    </message>
    <message>
        <source>Closing …</source>
        <translation>Закрываем …</translation>
    </message>
    <message>
        <source>begin the day</source>
        <translation>начать день</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Открываем …</translation>
    </message>
    <message>
        <source>Level of {screen}, in percent</source>
        <translation>Громкость: {screen}, в процентах</translation>
    </message>
    <message>
        <source>who speaks</source>
        <translation>кто звучит</translation>
    </message>
    <message>
        <source>, now</source>
        <translation>, сейчас</translation>
    </message>
    <message>
        <source>Speaks: {screen}</source>
        <translation>Звучит: {screen}</translation>
    </message>
    <message>
        <source>, speaks</source>
        <translation>, звучит</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>{hint}; key {key}</source>
        <translation>{hint}; клавиша {key}</translation>
    </message>
    <message>
        <source>That is another code</source>
        <translation>Это другой код</translation>
    </message>
    <message>
        <source>Wait half a minute</source>
        <translation>Подождите полминуты</translation>
    </message>
    <message>
        <source>Code of the lock</source>
        <translation>Код замка</translation>
    </message>
    <message>
        <source>Take the last digit back</source>
        <translation>Убрать последнюю цифру</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>How loud {screen} is now</source>
        <translation>Громкость {screen} сейчас</translation>
    </message>
    <message>
        <source>Place in the film</source>
        <translation>Место в фильме</translation>
    </message>
    <message>
        <source>Play it again</source>
        <translation>Показать сначала</translation>
    </message>
    <message>
        <source>Close the preview</source>
        <translation>Закрыть просмотр</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>Его нельзя показать</translation>
    </message>
    <message>
        <source>Preview of {film}</source>
        <translation>Просмотр: {film}</translation>
    </message>
    <message>
        <source>It is opened …</source>
        <translation>Открывается …</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>While you align, all screens show a pattern in place of the films; the story goes on behind it. The films are back when you leave, or turn to another page.</source>
        <translation>Пока вы сводите проекторы, на всех экранах вместо фильмов сетка; история за ней идёт дальше. Фильмы вернутся, когда вы закончите или перейдёте на другую страницу.</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>Сведение</translation>
    </message>
    <message>
        <source>Somebody aligns the projectors already.</source>
        <translation>Кто-то уже сводит проекторы.</translation>
    </message>
    <message>
        <source>top left</source>
        <translation>верхний левый</translation>
    </message>
    <message>
        <source>top right</source>
        <translation>верхний правый</translation>
    </message>
    <message>
        <source>bottom right</source>
        <translation>нижний правый</translation>
    </message>
    <message>
        <source>bottom left</source>
        <translation>нижний левый</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Яркость</translation>
    </message>
    <message>
        <source>Middle tones</source>
        <translation>Полутона</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Чёрное</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Цветность</translation>
    </message>
    <message>
        <source>All colours</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Красный</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Зелёный</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Синий</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Сохранено.</translation>
    </message>
    <message>
        <source>Saved: {what}.</source>
        <translation>Сохранено: {what}.</translation>
    </message>
    <message>
        <source>Not saved: {what}</source>
        <translation>Не сохранено: {what}</translation>
    </message>
    <message>
        <source>The corner is at its end.</source>
        <translation>Дальше угол не идёт.</translation>
    </message>
    <message>
        <source>No further: that would fold or flatten the picture.</source>
        <translation>Дальше нельзя: картинка сложится или сплющится.</translation>
    </message>
    <message>
        <source>{what} ends at {limit}.</source>
        <translation>{what}: предел {limit}.</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>Отменять нечего.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Отменено.</translation>
    </message>
    <message>
        <source>{what} is as its file says.</source>
        <translation>{what}: как в файле.</translation>
    </message>
    <message>
        <source>{what} is as the projector shows it, without calibration.</source>
        <translation>{what}: как показывает проектор, без калибровки.</translation>
    </message>
    <message>
        <source>{pixels} to the right</source>
        <translation>{pixels} вправо</translation>
    </message>
    <message>
        <source>{pixels} to the left</source>
        <translation>{pixels} влево</translation>
    </message>
    <message>
        <source>{pixels} down</source>
        <translation>{pixels} вниз</translation>
    </message>
    <message>
        <source>{pixels} up</source>
        <translation>{pixels} вверх</translation>
    </message>
    <message>
        <source>in its place</source>
        <translation>на месте</translation>
    </message>
    <message>
        <source>Not saved: {screens}</source>
        <translation>Не сохранено: {screens}</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>нет связи</translation>
    </message>
    <message>
        <source>nobody keeps its clock</source>
        <translation>её часы никто не сверяет</translation>
    </message>
    <message>
        <source>its clock is not to be trusted</source>
        <translation>её часам нельзя верить</translation>
    </message>
    <message>
        <source>lacks films that others have: {count}</source>
        <translation>фильмы есть только у других: {count}</translation>
    </message>
    <message>
        <source>{machine}, this machine</source>
        <translation>{machine}, эта машина</translation>
    </message>
    <message>
        <source>leads</source>
        <translation>ведёт</translation>
    </message>
    <message>
        <source>follows</source>
        <translation>следует</translation>
    </message>
    <message>
        <source>plays its own until the seam</source>
        <translation>до стыка идёт сама</translation>
    </message>
    <message>
        <source>not heard since the show began</source>
        <translation>не слышно с начала показа</translation>
    </message>
    <message>
        <source>not heard for {time}</source>
        <translation>не слышно {time}</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} с</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} мин</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} ч</translation>
    </message>
    <message>
        <source>clock within {ms} ms</source>
        <translation>часы верны до {ms} мс</translation>
    </message>
    <message>
        <source>{clock}, not to be trusted</source>
        <translation>{clock}, верить нельзя</translation>
    </message>
    <message>
        <source>found {ms} ms off this one&apos;s</source>
        <translation>измерено: {ms} мс от этой</translation>
    </message>
    <message>
        <source>films: {count}</source>
        <translation>фильмы: {count}</translation>
    </message>
    <message>
        <source>heard just now</source>
        <translation>слышно сейчас</translation>
    </message>
</context>
</TS>
