// The page's words in three languages. What the show itself says (a fault, a refusal) is English.

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
    look: "A screen needs a look", playing: "Playing",
    approval: (title) => `${title} waits for approval.`,
    inStep: "in step", noDisplay: "no display", comes: "its picture comes", trouble: "needs a look", speaks: "Who speaks",
    of: (length) => `of ${length}`, cycle: (n) => `Cycle ${n}`, beats: "Go to a beat", orders: "Orders",
    pause: "Pause", resume: "Play on", restart: "From the start", next: "Next beat", sync: "Sync", blackout: "Blackout", light: "Light again",
    sound: "Who speaks", all: "All", none: "None", versions: "Versions", approve: "Approve", asks: "waits for approval",
    house: "House", open: "open", shut: "closed", opens: (t) => `opens ${t}`, closes: (t) => `closes ${t}`,
    openNow: "Open the house", closeNow: "Close the house", close: "Close",
    closeAsk: "Close the house now? The screens go dark, and the projectors off.",
    no: "Not now", notes: "Good to know", leave: "Forget this key", seconds: (n) => `${n} s`, minutes: (n) => `${n} min`,
    roles: { visitor: "visitor", attendant: "attendant", technician: "technician" },
    late: "No answer. It was not carried out, or nobody knows.", silence: "…",
  },
  de: {
    language: "Sprache", needsKey: "Ein Schlüssel fehlt", key: "Schlüssel", enter: "Eintreten",
    scan: "Scannen Sie den Code, den die Technik zeigt, oder tippen Sie den Schlüssel ein.",
    wrongKey: "Dieser Schlüssel öffnet hier nichts.", noDoor: "Die Vorführung ist nicht erreichbar. Ist das Telefon im WLAN des Hauses?",
    lost: "Verbindung verloren", lostDetail: (age) => `Was Sie sehen, ist ${age} alt. Sie kommt von selbst zurück.`,
    connecting: "Verbinde", connectingDetail: "Die Vorführung wird gesucht.",
    well: "Alles ist gut", wellDetail: (n) => n === 1 ? "Die Leinwand spielt." : `Alle ${n} Leinwände spielen im Gleichschritt.`,
    paused: "Angehalten", pausedDetail: "Alle Leinwände halten ihr Bild.",
    dark: "Verdunkelt", darkDetail: "Alles ist schwarz; dahinter geht die Geschichte weiter.",
    closed: "Das Haus ist geschlossen", closedDetail: "Die Leinwände sind dunkel.",
    waiting: "Warten auf eine erste Fassung", waitingDetail: "Ein Film im Ordner der Fassungen spielt von selbst.",
    starting: "Es beginnt", startingDetail: "Die ersten Bilder kommen in wenigen Sekunden.",
    stage: "Die Wand beginnt neu", stageDetail: "Die Bilder kommen von selbst zurück.",
    aligning: "Die Projektoren werden ausgerichtet", aligningDetail: "Die Filme kommen von selbst zurück.",
    look: "Eine Leinwand braucht Hilfe", playing: "Es spielt",
    approval: (title) => `${title} wartet auf Freigabe.`,
    inStep: "im Gleichschritt", noDisplay: "kein Bildschirm", comes: "das Bild kommt", trouble: "braucht Hilfe", speaks: "Wer spricht",
    of: (length) => `von ${length}`, cycle: (n) => `Durchgang ${n}`, beats: "Zu einer Stelle gehen", orders: "Befehle",
    pause: "Anhalten", resume: "Weiter", restart: "Von vorn", next: "Nächste Stelle", sync: "Angleichen", blackout: "Verdunkeln", light: "Wieder hell",
    sound: "Wer spricht", all: "Alle", none: "Niemand", versions: "Fassungen", approve: "Freigeben", asks: "wartet auf Freigabe",
    house: "Haus", open: "geöffnet", shut: "geschlossen", opens: (t) => `öffnet ${t}`, closes: (t) => `schließt ${t}`,
    openNow: "Haus öffnen", closeNow: "Haus schließen", close: "Schließen",
    closeAsk: "Das Haus jetzt schließen? Die Leinwände werden dunkel, die Projektoren gehen aus.",
    no: "Nicht jetzt", notes: "Gut zu wissen", leave: "Schlüssel vergessen", seconds: (n) => `${n} s`, minutes: (n) => `${n} min`,
    roles: { visitor: "Besuch", attendant: "Aufsicht", technician: "Technik" },
    late: "Keine Antwort. Es wurde nicht ausgeführt, oder niemand weiß es.", silence: "…",
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
    closed: "Дом закрыт", closedDetail: "Экраны тёмные.",
    waiting: "Ждём первую версию", waitingDetail: "Фильм в папке версий пойдёт сам.",
    starting: "Начинаем", startingDetail: "Первые кадры через несколько секунд.",
    stage: "Стена запускается заново", stageDetail: "Кадры вернутся сами.",
    aligning: "Проекторы настраивают", aligningDetail: "Фильмы вернутся сами.",
    look: "Посмотрите на экран", playing: "Идёт показ",
    approval: (title) => `${title} ждёт одобрения.`,
    inStep: "идёт вместе", noDisplay: "нет дисплея", comes: "кадр сейчас будет", trouble: "нужна помощь", speaks: "Кто звучит",
    of: (length) => `из ${length}`, cycle: (n) => `Круг ${n}`, beats: "Перейти к сцене", orders: "Команды",
    pause: "Пауза", resume: "Продолжить", restart: "С начала", next: "След. сцена", sync: "Сверить", blackout: "Затемнить", light: "Снова свет",
    sound: "Кто звучит", all: "Все", none: "Никто", versions: "Версии", approve: "Одобрить", asks: "ждёт одобрения",
    house: "Дом", open: "открыт", shut: "закрыт", opens: (t) => `откроется ${t}`, closes: (t) => `закроется ${t}`,
    openNow: "Открыть дом", closeNow: "Закрыть дом", close: "Закрыть",
    closeAsk: "Закрыть дом сейчас? Экраны погаснут, проекторы выключатся.",
    no: "Не сейчас", notes: "Полезно знать", leave: "Забыть ключ", seconds: (n) => `${n} с`, minutes: (n) => `${n} мин`,
    roles: { visitor: "посетитель", attendant: "смотритель", technician: "техник" },
    late: "Нет ответа. Команда не выполнена, или это неизвестно.", silence: "…",
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
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word[one.dataset.label]);
}
