// The page's own words in three languages, and how what the show says (a fault, a refusal) is said in them.

import { SAID } from "./said.js";

const WORDS = {
  en: {
    language: "Language", needsKey: "A key is needed", key: "Key", enter: "Enter",
    scan: "Scan the code that the technician shows you, or type the key.",
    wrongKey: "This key opens nothing here.", noDoor: "The show cannot be reached. Is this phone on the gallery's Wi-Fi?",
    lost: "Connection lost", lostDetail: (age) => `What you see is ${age} old. It comes back by itself.`,
    connecting: "Connecting", connectingDetail: "Looking for the show.",
    well: "All is well", wellDetail: (n) => n === 1 ? "The screen plays." : `All ${n} screens play in step.`,
    paused: "Paused", pausedDetail: "All screens hold their picture.",
    dark: "Blackout", darkDetail: "All screens are black; the story goes on behind it.",
    closed: "The house is closed", closedDetail: "The screens are dark.",
    waiting: "Waiting for a first version", waitingDetail: "A film in the versions folder plays by itself.",
    starting: "Starting", startingDetail: "The first pictures come in a few seconds.",
    stage: "The wall is starting again", stageDetail: "The pictures come back by themselves.",
    aligning: "The projectors are being aligned", aligningDetail: "The films come back by themselves.",
    away: (names) => names.length === 1 ? `${names[0]} is away` : `${names.join(", ")} are away`,
    awayDetail: "This machine does not hear it. Each wall plays on by itself, and they meet again at a seam.",
    look: "A screen needs a look", playing: "Playing",
    approval: (title) => `${title} waits for approval.`,
    inStep: "in step", noDisplay: "no display", comes: "its picture comes", trouble: "needs a look", speaks: "Who speaks",
    of: (length) => `of ${length}`, cycle: (n) => `Cycle ${n}`, beats: "Go to a beat", orders: "Orders",
    pause: "Pause", resume: "Resume", restart: "From the beginning", next: "Next beat", sync: "Sync", blackout: "Blackout", light: "Screens on",
    sound: "Who speaks", all: "All", none: "None", mute: "Silence", together: "Together", versions: "Versions", approve: "Approve",
    noAnswer: "has not answered yet",
    house: "House", open: "open", shut: "closed", opens: (t) => `opens ${t}`, closes: (t) => `closes ${t}`,
    openNow: "Open the house", closeNow: "Close the house", close: "Close",
    forAnHour: "For an hour", closeHourAsk: "Close the house for an hour? The screens go dark, and the projectors off.",
    closeAsk: "Close the house now? The screens go dark, and the projectors off.",
    no: "Not now", notes: "Good to know", leave: "Forget this key", seconds: (n) => `${n} s`, minutes: (n) => `${n} min`,
    roles: { visitor: "visitor", attendant: "attendant", technician: "technician" },
    late: "No answer. It was not carried out, or nobody knows.", silence: "…",
    noDisplays: "No display is connected", cables: "Check cables and power.", restarting: "is starting again",
    slow: "too slow", screenPaused: "paused", screenClosed: "closed", broken: (titles) => `${titles} cannot be played; the others play on.`,
    silent: "The show does not answer", silentDetail: (age) => `What you see is ${age} old. The wall plays on without it.`,
    subtitles: "Subtitles", labels: "Say what each screen shows", nobody: "None", story: "By the story",
    reads: (language) => `${language} subtitles`, pinned: "pinned", then: (title) => `next: ${title}`,
    now: "as soon as all screens are ready", boundary: "when the story begins again", beat: (name) => `at “${name}”`, inTime: (clock) => `in ${clock}`,
    shows: (screen, title) => `${screen} shows “${title}”`, comingText: (what, when) => `Next: ${what}, ${when}.`, swap: "When?", swapWhen: (what) => `When? ${what}.`, undo: "Undo", keepit: "Leave it as it is",
    choose: (screen) => `On ${screen}`, change: "Change it", unpin: "As the layout says", rollback: "Back to the one before",
    willPin: (screen, title, before, when) => `${screen} will show “${title}”${before ? ` in place of “${before}”` : ""}, ${when}, and keep it until it is unpinned.`,
    willKeep: (screen, title) => `${screen} will keep “${title}”, whatever the layout says, until it is unpinned.`,
    willUnpin: (screen, when) => `${screen} will follow the layout again, ${when}.`,
    willRollback: (screen, title, when) => `“${title}” will be set aside, and ${screen} shows the one before, ${when}.`,
    leaves: (screens, when) => `Another one comes on ${screens}, ${when}.`, leavesNothing: "Nothing changes on the wall.",
    willApprove: (title, when) => `“${title}” may play from now on: where the line-up wants it, ${when}.`,
    willReject: (title, leaves) => `“${title}” will be set aside. ${leaves}`, willRetire: (title, leaves) => `“${title}” will be taken out of the line-up. ${leaves}`,
    willRestore: (title, when) => `“${title}” may play again: where the line-up wants it, ${when}.`,
    reject: "Reject", retire: "Retire", restore: "Bring back", recheck: "Look again", why: "Why?", on: (screens) => `on ${screens}`, left: (time) => `${time} left`,
    states: { settling: "just arrived", waiting: "waits for its turn", indexing: "being looked at", ready: "ready", broken: "cannot be played", approval: "waits for approval", retired: "retired", aside: "set aside" },
    steps: { hashing: "being read", decoding: "every picture is looked at", copying: "a house copy is made", rehearsing: "being rehearsed" },
  },
  de: {
    language: "Sprache", needsKey: "Ein Schlüssel fehlt", key: "Schlüssel", enter: "Eintreten",
    scan: "Scannen Sie den Code, den die Technik zeigt, oder tippen Sie den Schlüssel ein.",
    wrongKey: "Dieser Schlüssel öffnet hier nichts.", noDoor: "Die Vorführung ist nicht erreichbar. Ist das Telefon im WLAN des Hauses?",
    lost: "Verbindung verloren", lostDetail: (age) => `Was Sie sehen, ist ${age} alt. Die Verbindung kommt von selbst wieder.`,
    connecting: "Verbinde", connectingDetail: "Die Vorführung wird gesucht.",
    well: "Alles ist gut", wellDetail: (n) => n === 1 ? "Die Leinwand spielt." : `Alle ${n} Leinwände spielen im Takt.`,
    paused: "Angehalten", pausedDetail: "Alle Leinwände halten ihr Bild.",
    dark: "Verdunkelt", darkDetail: "Alles ist schwarz; dahinter geht die Geschichte weiter.",
    closed: "Das Haus ist geschlossen", closedDetail: "Die Leinwände sind dunkel.",
    waiting: "Warten auf eine erste Fassung", waitingDetail: "Ein Film im Ordner der Fassungen spielt von selbst.",
    starting: "Es beginnt", startingDetail: "Die ersten Bilder kommen in wenigen Sekunden.",
    stage: "Die Wand beginnt neu", stageDetail: "Die Bilder kommen von selbst zurück.",
    aligning: "Die Projektoren werden ausgerichtet", aligningDetail: "Die Filme kommen von selbst zurück.",
    away: (names) => names.length === 1 ? `${names[0]} ist nicht da` : `${names.join(", ")} sind nicht da`,
    awayDetail: "Hier ist von dort nichts zu hören. Jede Wand spielt für sich weiter; an einer Naht treffen sie sich wieder.",
    look: "Eine Leinwand braucht Hilfe", playing: "Es spielt",
    approval: (title) => `${title} wartet auf Freigabe.`,
    inStep: "im Takt", noDisplay: "kein Bildschirm", comes: "das Bild kommt", trouble: "braucht Hilfe", speaks: "Wer spricht",
    of: (length) => `von ${length}`, cycle: (n) => `Zyklus ${n}`, beats: "Zu einer Stelle gehen", orders: "Befehle",
    pause: "Anhalten", resume: "Weiter", restart: "Von vorn", next: "Nächste Stelle", sync: "Takt", blackout: "Dunkel", light: "Bild an",
    sound: "Wer spricht", all: "Alle", none: "Keine", mute: "Stumm", together: "Zusammen", versions: "Fassungen", approve: "Freigeben",
    noAnswer: "hat noch nicht geantwortet",
    house: "Haus", open: "geöffnet", shut: "geschlossen", opens: (t) => `öffnet ${t}`, closes: (t) => `schließt ${t}`,
    openNow: "Haus öffnen", closeNow: "Haus schließen", close: "Schließen",
    forAnHour: "Für eine Stunde", closeHourAsk: "Das Haus für eine Stunde schließen? Die Leinwände werden dunkel, die Projektoren gehen aus.",
    closeAsk: "Das Haus jetzt schließen? Die Leinwände werden dunkel, die Projektoren gehen aus.",
    no: "Nicht jetzt", notes: "Gut zu wissen", leave: "Schlüssel vergessen", seconds: (n) => `${n} s`, minutes: (n) => `${n} min`,
    roles: { visitor: "Besuch", attendant: "Aufsicht", technician: "Technik" },
    late: "Keine Antwort. Es wurde nicht ausgeführt, oder niemand weiß es.", silence: "…",
    noDisplays: "Kein Bildschirm ist angeschlossen", cables: "Bitte Kabel und Strom prüfen.", restarting: "beginnt neu",
    slow: "zu langsam", screenPaused: "angehalten", screenClosed: "geschlossen", broken: (titles) => `${titles} kann nicht gespielt werden; die anderen spielen weiter.`,
    silent: "Die Vorführung antwortet nicht", silentDetail: (age) => `Was Sie sehen, ist ${age} alt. Die Leinwände spielen ohne sie weiter.`,
    subtitles: "Untertitel", labels: "Zeigen, was wo läuft", nobody: "Keine", story: "Die Geschichte",
    reads: (language) => `Untertitel ${language}`, pinned: "festgelegt", then: (title) => `danach: ${title}`,
    now: "sobald alle Leinwände bereit sind", boundary: "wenn die Geschichte neu beginnt", beat: (name) => `bei „${name}“`, inTime: (clock) => `in ${clock}`,
    shows: (screen, title) => `${screen} zeigt „${title}“`, comingText: (what, when) => `Danach: ${what}, ${when}.`, swap: "Wann?", swapWhen: (what) => `Wann? ${what}.`, undo: "Zurücknehmen", keepit: "So lassen",
    choose: (screen) => `Auf ${screen}`, change: "Ändern", unpin: "Wie im Plan", rollback: "Zurück zur vorigen",
    willPin: (screen, title, before, when) => `${screen} zeigt „${title}“${before ? ` statt „${before}“` : ""}, ${when}, und behält sie, bis es aufgehoben wird.`,
    willKeep: (screen, title) => `${screen} behält „${title}“, was auch der Plan sagt, bis es aufgehoben wird.`,
    willUnpin: (screen, when) => `${screen} folgt wieder dem Plan, ${when}.`,
    willRollback: (screen, title, when) => `„${title}“ wird beiseitegelegt, und ${screen} zeigt die vorige, ${when}.`,
    leaves: (screens, when) => `Auf ${screens} kommt eine andere, ${when}.`, leavesNothing: "Auf den Leinwänden ändert sich nichts.",
    willApprove: (title, when) => `„${title}“ darf ab jetzt spielen: wo der Plan sie will, ${when}.`,
    willReject: (title, leaves) => `„${title}“ wird beiseitegelegt. ${leaves}`, willRetire: (title, leaves) => `„${title}“ wird abgesetzt. ${leaves}`,
    willRestore: (title, when) => `„${title}“ darf wieder spielen: wo der Plan sie will, ${when}.`,
    reject: "Ablehnen", retire: "Absetzen", restore: "Zurückholen", recheck: "Neu prüfen", why: "Warum?", on: (screens) => `auf ${screens}`, left: (time) => `noch ${time}`,
    states: { settling: "gerade angekommen", waiting: "wartet, bis sie dran ist", indexing: "wird geprüft", ready: "bereit", broken: "kann nicht gespielt werden", approval: "wartet auf Freigabe", retired: "abgesetzt", aside: "beiseitegelegt" },
    steps: { hashing: "wird gelesen", decoding: "jedes Bild wird geprüft", copying: "eine Hauskopie entsteht", rehearsing: "wird geprobt" },
  },
  ru: {
    language: "Язык", needsKey: "Нужен ключ", key: "Ключ", enter: "Войти",
    scan: "Сканируйте код, который покажет техник, или введите ключ.",
    wrongKey: "Этот ключ здесь ничего не открывает.", noDoor: "Показ недоступен. Телефон в сети Wi-Fi галереи?",
    lost: "Связь потеряна", lostDetail: (age) => `Вы видите то, что было ${age} назад. Связь вернётся сама.`,
    connecting: "Соединение", connectingDetail: "Ищем показ.",
    well: "Всё хорошо", wellDetail: (n) => n === 1 ? "Экран показывает." : `Все экраны (${n}) идут вместе.`,
    paused: "Пауза", pausedDetail: "Все экраны держат кадр.",
    dark: "Затемнение", darkDetail: "Экраны чёрные, история идёт дальше.",
    closed: "Зал закрыт", closedDetail: "Экраны тёмные.",
    waiting: "Ждём первую версию", waitingDetail: "Фильм в папке версий пойдёт сам.",
    starting: "Начинаем", startingDetail: "Первые кадры через несколько секунд.",
    stage: "Стена запускается заново", stageDetail: "Кадры вернутся сами.",
    aligning: "Проекторы настраивают", aligningDetail: "Фильмы вернутся сами.",
    away: (names) => names.length === 1 ? `Нет связи: ${names[0]}` : `Нет связи: ${names.join(", ")}`,
    awayDetail: "Оттуда ничего не слышно. Каждая стена идёт сама; на стыке они снова сойдутся.",
    look: "Посмотрите на экран", playing: "Идёт показ",
    approval: (title) => `${title} ждёт одобрения.`,
    inStep: "в ногу", noDisplay: "нет дисплея", comes: "кадр сейчас будет", trouble: "нужна помощь", speaks: "Кто звучит",
    of: (length) => `из ${length}`, cycle: (n) => `Цикл ${n}`, beats: "Перейти к сцене", orders: "Команды",
    pause: "Пауза", resume: "Дальше", restart: "Сначала", next: "След. сцена", sync: "В ногу", blackout: "Затемнить", light: "Показать",
    sound: "Кто звучит", all: "Все", none: "Нет", mute: "Без звука", together: "Вместе", versions: "Версии", approve: "Одобрить",
    noAnswer: "ещё не ответил",
    house: "Зал", open: "открыт", shut: "закрыт", opens: (t) => `откроется ${t}`, closes: (t) => `закроется ${t}`,
    openNow: "Открыть зал", closeNow: "Закрыть зал", close: "Закрыть",
    forAnHour: "На час", closeHourAsk: "Закрыть зал на час? Экраны погаснут, проекторы выключатся.",
    closeAsk: "Закрыть зал сейчас? Экраны погаснут, проекторы выключатся.",
    no: "Не сейчас", notes: "Полезно знать", leave: "Забыть ключ", seconds: (n) => `${n} с`, minutes: (n) => `${n} мин`,
    roles: { visitor: "посетитель", attendant: "смотритель", technician: "техник" },
    late: "Нет ответа. Команда не выполнена, или это неизвестно.", silence: "…",
    noDisplays: "Ни один дисплей не подключён", cables: "Проверьте кабели и питание.", restarting: "запускается заново",
    slow: "слишком медленно", screenPaused: "на паузе", screenClosed: "закрыт", broken: (titles) => `${titles}: показать нельзя; остальные идут дальше.`,
    silent: "Показ не отвечает", silentDetail: (age) => `Вы видите то, что было ${age} назад. Экраны идут дальше и без него.`,
    subtitles: "Субтитры", labels: "Подписать экраны", nobody: "Никто", story: "По сюжету",
    reads: (language) => `субтитры ${language}`, pinned: "закреплено", then: (title) => `далее: ${title}`,
    now: "как только все экраны будут готовы", boundary: "когда история начнётся снова", beat: (name) => `на сцене «${name}»`, inTime: (clock) => `через ${clock}`,
    shows: (screen, title) => `${screen}: «${title}»`, comingText: (what, when) => `Далее: ${what}, ${when}.`, swap: "Когда?", swapWhen: (what) => `Когда? ${what}.`, undo: "Отменить", keepit: "Оставить как есть",
    choose: (screen) => `Экран ${screen}`, change: "Изменить", unpin: "Как в плане", rollback: "Вернуть предыдущую",
    willPin: (screen, title, before, when) => `Экран ${screen} покажет «${title}»${before ? ` вместо «${before}»` : ""}, ${when}, и сохранит, пока её не открепят.`,
    willKeep: (screen, title) => `Экран ${screen} сохранит «${title}», что бы ни было в плане, пока её не открепят.`,
    willUnpin: (screen, when) => `Экран ${screen} снова следует плану, ${when}.`,
    willRollback: (screen, title, when) => `«${title}» будет отложена, экран ${screen} покажет предыдущую, ${when}.`,
    leaves: (screens, when) => `На ${screens} будет другая, ${when}.`, leavesNothing: "На экранах ничего не изменится.",
    willApprove: (title, when) => `«${title}» может идти: там, где она в плане, ${when}.`,
    willReject: (title, leaves) => `«${title}» будет отложена. ${leaves}`, willRetire: (title, leaves) => `«${title}» будет снята с показа. ${leaves}`,
    willRestore: (title, when) => `«${title}» снова может идти: там, где она в плане, ${when}.`,
    reject: "Отклонить", retire: "Снять", restore: "Вернуть", recheck: "Проверить снова", why: "Почему?", on: (screens) => `на ${screens}`, left: (time) => `ещё ${time}`,
    states: { settling: "только что пришла", waiting: "ждёт очереди", indexing: "проверяется", ready: "готова", broken: "показать нельзя", approval: "ждёт одобрения", retired: "снята с показа", aside: "отложена" },
    steps: { hashing: "читается", decoding: "проверяется каждый кадр", copying: "делается копия для показа", rehearsing: "репетиция" },
  },
};

function first() {
  const wanted = localStorage.getItem("tongue") ?? navigator.language.slice(0, 2);
  return wanted in WORDS ? wanted : "en";
}

export let tongue = first();
export let word = WORDS[tongue];

export function speak(wanted) {
  tongue = wanted;
  word = WORDS[wanted];
  localStorage.setItem("tongue", wanted);
  dress();
}

// Puts the words of the language into all that has a fixed one.
export function dress() {
  document.documentElement.lang = tongue;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word[one.dataset.word];
  for (const one of document.querySelectorAll("[data-name]")) one.setAttribute("aria-label", word[one.dataset.name]);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word[one.dataset.label]);
}

// Says in the reader's language what the show says: a sentence with its parts, or somebody's own words.
export function heard(said) {
  if (!said || typeof said === "string") return said || "";
  const table = SAID[tongue] ?? {};
  let wanted = table[said.says] ?? said.says;
  if (typeof wanted !== "string") wanted = wanted[new Intl.PluralRules(tongue).select(said.parts.count)];
  return wanted.replace(/\{(\w+)(?::\.(\d)f)?\}/g, (_, name, decimals) => {
    const part = said.parts[name];
    if (typeof part !== "number") return heard(part);
    const shown = decimals ? part.toFixed(decimals) : String(part);
    return decimals && SAID[tongue] ? shown.replace(".", ",") : shown;
  });
}

// Says one of a few words of the show's, by its English.
export const heardWord = (english) => SAID[tongue]?.[english] ?? english;
