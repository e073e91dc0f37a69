<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>why, in a few words</source>
        <translation>warum, in wenigen Worten</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Lassen</translation>
    </message>
    <message>
        <source>Corner up</source>
        <translation>Ecke nach oben</translation>
    </message>
    <message>
        <source>Corner to the left</source>
        <translation>Ecke nach links</translation>
    </message>
    <message>
        <source>Corner to the right</source>
        <translation>Ecke nach rechts</translation>
    </message>
    <message>
        <source>Corner down</source>
        <translation>Ecke nach unten</translation>
    </message>
    <message>
        <source>{effect}: less</source>
        <translation>{effect}: weniger</translation>
    </message>
    <message>
        <source>{effect}: more</source>
        <translation>{effect}: mehr</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>As its file says</source>
        <translation>Wie in der Datei</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go on aligning</source>
        <translation>Weiter ausrichten</translation>
    </message>
    <message>
        <source>Corner: {corner}</source>
        <translation>Ecke: {corner}</translation>
    </message>
    <message>
        <source>Steps of one pixel or ten</source>
        <translation>Schritte von einem Pixel oder zehn</translation>
    </message>
    <message>
        <source>Screen: {screen}</source>
        <translation>Bild: {screen}</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>On the screens: {shows}</source>
        <translation>Auf den Bildern: {shows}</translation>
    </message>
    <message>
        <source>{unsaved}. What you have not saved is lost.</source>
        <translation>{unsaved}. Was nicht gespeichert ist, geht verloren.</translation>
    </message>
    <message>
        <source>Save and leave</source>
        <translation>Speichern, beenden</translation>
    </message>
    <message>
        <source>Leave without</source>
        <translation>Nicht speichern</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>At the boundary</source>
        <translation>Am Zyklusende</translation>
    </message>
    <message>
        <source>At the next beat</source>
        <translation>Bei der nächsten Szene</translation>
    </message>
    <message>
        <source>At {beat}</source>
        <translation>Bei {beat}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Check cables and power.</source>
        <translation>Kabel und Strom prüfen.</translation>
    </message>
    <message>
        <source>No display is connected</source>
        <translation>Kein Bildschirm ist angeschlossen</translation>
    </message>
    <message>
        <source>The story goes on behind the pattern, and the films come back by themselves.</source>
        <translation>Die Geschichte läuft hinter dem Muster weiter; die Filme kommen von selbst zurück.</translation>
    </message>
    <message>
        <source>The projectors are being aligned</source>
        <translation>Die Projektoren werden ausgerichtet</translation>
    </message>
    <message>
        <source>The pictures come back by themselves in a few seconds.</source>
        <translation>Die Bilder kommen in wenigen Sekunden von selbst zurück.</translation>
    </message>
    <message>
        <source>The wall is starting again</source>
        <translation>Die Wand startet neu</translation>
    </message>
    <message>
        <source>The first pictures come in a few seconds.</source>
        <translation>Die ersten Bilder kommen in wenigen Sekunden.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>It {opens}.</source>
        <translation>Es {opens}.</translation>
    </message>
    <message>
        <source>The button Open begins the day.</source>
        <translation>Der Knopf „Öffnen“ beginnt den Tag.</translation>
    </message>
    <message>
        <source>The house is closed</source>
        <translation>Das Haus ist geschlossen</translation>
    </message>
    <message>
        <source>All screens are black, and the story goes on behind it.</source>
        <translation>Alle Leinwände sind schwarz; die Geschichte läuft dahinter weiter.</translation>
    </message>
    <message>
        <source>Blackout</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>All screens hold their picture until you resume.</source>
        <translation>Alle Leinwände halten ihr Bild, bis es weitergeht.</translation>
    </message>
    <message>
        <source>A first version is on its way</source>
        <translation>Eine erste Fassung ist unterwegs</translation>
    </message>
    <message>
        <source>The list of versions has a button for it.</source>
        <translation>Die Liste der Fassungen hat einen Knopf dafür.</translation>
    </message>
    <message>
        <source>{film} waits for your approval</source>
        <translation>{film} wartet auf Ihre Freigabe</translation>
    </message>
    <message>
        <source>The list of versions says why.</source>
        <translation>Die Liste der Fassungen sagt, warum.</translation>
    </message>
    <message>
        <source>No version can be played</source>
        <translation>Keine Fassung lässt sich spielen</translation>
    </message>
    <message>
        <source>Put a film into the versions folder: it plays by itself.</source>
        <translation>Legen Sie einen Film in den Ordner der Fassungen: Er läuft von selbst.</translation>
    </message>
    <message>
        <source>Waiting for a first version</source>
        <translation>Wartet auf eine erste Fassung</translation>
    </message>
    <message>
        <source>but all screens are {word}</source>
        <translation>aber alle Leinwände: {word}</translation>
    </message>
    <message>
        <source>but {screens} are {word}</source>
        <translation>aber {screens}: {word}</translation>
    </message>
    <message numerus="yes">
        <source>but %n screens need a look</source>
        <translation>
            <numerusform>aber %n Leinwand braucht einen Blick</numerusform>
            <numerusform>aber %n Leinwände brauchen einen Blick</numerusform>
        </translation>
    </message>
    <message>
        <source>{still}, but {machine} is away</source>
        <translation>{still}, aber {machine} ist nicht da</translation>
    </message>
    <message>
        <source>{still}, but {machines} are away</source>
        <translation>{still}, aber {machines} sind nicht da</translation>
    </message>
    <message>
        <source>Each wall plays on by itself, and they meet again at a seam.</source>
        <translation>Jede Wand spielt für sich weiter, und an einer Naht treffen sie sich wieder.</translation>
    </message>
    <message>
        <source>but {screen} has no display</source>
        <translation>aber {screen} hat keinen Bildschirm</translation>
    </message>
    <message>
        <source>but {screen} is {word}</source>
        <translation>aber {screen}: {word}</translation>
    </message>
    <message>
        <source>The first picture comes: {screens}.</source>
        <translation>Das erste Bild kommt: {screens}.</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>{films} cannot be played; the others play on.</source>
        <translation>{films}: nicht spielbar; die anderen laufen weiter.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Und %n weiteres.</numerusform>
            <numerusform>Und %n weitere.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n screens of all machines play in step.</source>
        <translation>
            <numerusform>%n Leinwand aller Rechner spielt.</numerusform>
            <numerusform>Alle %n Leinwände aller Rechner spielen im Takt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The screen plays.</source>
        <translation>Die Leinwand läuft.</translation>
    </message>
    <message numerus="yes">
        <source>All %n screens play in step.</source>
        <translation>
            <numerusform>%n Leinwand läuft im Takt.</numerusform>
            <numerusform>Alle %n Leinwände laufen im Takt.</numerusform>
        </translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles ist gut</translation>
    </message>
    <message>
        <source>Pictures shown of those due</source>
        <translation>Gezeigte Bilder von fälligen</translation>
    </message>
    <message>
        <source>Screens apart, in pictures</source>
        <translation>Abstand in Bildern</translation>
    </message>
    <message>
        <source>Pictures early, in milliseconds</source>
        <translation>Vorlauf der Bilder</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>All machines</source>
        <translation>Alle Rechner</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Puts all of this on the clipboard, for an email</source>
        <translation>Legt all das in die Zwischenablage, für eine E-Mail</translation>
    </message>
    <message>
        <source>The last ten minutes</source>
        <translation>Die letzten zehn Minuten</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Prozesse</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Lately</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Processes, machine and log</source>
        <translation>Prozesse, Rechner und Protokoll</translation>
    </message>
    <message>
        <source>Nothing in the last day.</source>
        <translation>Nichts seit gestern.</translation>
    </message>
    <message>
        <source>{now} ms, at least {least}</source>
        <translation>{now} ms, mindestens {least}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>angekommen</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>steht still</translation>
    </message>
    <message>
        <source>found good</source>
        <translation>für gut befunden</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>taken away</source>
        <translation>weggenommen</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>zurückgeholt</translation>
    </message>
    <message>
        <source>pinned on</source>
        <translation>festgesetzt auf</translation>
    </message>
    <message>
        <source>unpinned from</source>
        <translation>gelöst von</translation>
    </message>
    <message>
        <source>controller</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>Bühne</translation>
    </message>
    <message>
        <source>has to wait</source>
        <translation>muss warten</translation>
    </message>
    <message>
        <source>a command</source>
        <translation>ein Befehl</translation>
    </message>
    <message>
        <source>panel</source>
        <translation>Pult</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>Fernsteuerung</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>das Haus</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>door</source>
        <translation>Tür</translation>
    </message>
    <message>
        <source>probation</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>the show</source>
        <translation>die Show</translation>
    </message>
    <message>
        <source>player {screen}</source>
        <translation>Spieler {screen}</translation>
    </message>
    <message>
        <source>process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>away</source>
        <translation>fort</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>no display</source>
        <translation>kein Bildschirm</translation>
    </message>
    <message>
        <source>projector {says}</source>
        <translation>Projektor {says}</translation>
    </message>
    <message>
        <source>disk: {free} GB free ({share})</source>
        <translation>Platte: {free} GB frei ({share})</translation>
    </message>
    <message>
        <source>memory: {share} in use</source>
        <translation>Speicher: {share} belegt</translation>
    </message>
    <message>
        <source>hot</source>
        <translation>heiß</translation>
    </message>
    <message>
        <source>{screen} is not heard: {why}</source>
        <translation>{screen} ist nicht zu hören: {why}</translation>
    </message>
    <message>
        <source>in step with the display</source>
        <translation>im Takt des Bildschirms</translation>
    </message>
    <message>
        <source>decoded by the graphics card</source>
        <translation>decodiert von der Grafikkarte</translation>
    </message>
    <message>
        <source>decoded by the processor</source>
        <translation>decodiert vom Prozessor</translation>
    </message>
    <message>
        <source>drawn by the processor, without OpenGL</source>
        <translation>gezeichnet vom Prozessor, ohne OpenGL</translation>
    </message>
    <message>
        <source>drawn by {renderer}</source>
        <translation>gezeichnet von {renderer}</translation>
    </message>
    <message>
        <source>has not answered yet</source>
        <translation>hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source>sound: no screen speaks</source>
        <translation>Ton: keine Leinwand spricht</translation>
    </message>
    <message>
        <source>sound: all screens speak</source>
        <translation>Ton: alle Leinwände sprechen</translation>
    </message>
    <message>
        <source>sound: the story says who speaks</source>
        <translation>Ton: die Geschichte sagt, wer spricht</translation>
    </message>
    <message>
        <source>sound: {screen} speaks</source>
        <translation>Ton: {screen} spricht</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open for an hour</source>
        <translation>Eine Stunde öffnen</translation>
    </message>
    <message>
        <source>Open for three hours</source>
        <translation>Drei Stunden öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close for an hour</source>
        <translation>Eine Stunde schließen</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Alles zusammen</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Ton an</translation>
    </message>
    <message>
        <source>not heard: {why}</source>
        <translation>nicht zu hören: {why}</translation>
    </message>
    <message>
        <source>Words on the wall</source>
        <translation>Worte an der Wand</translation>
    </message>
    <message>
        <source>What you order holds until the hours say something else.</source>
        <translation>Was Sie anordnen, gilt, bis die Öffnungszeiten anderes sagen.</translation>
    </message>
    <message>
        <source>No projector is on the network (projectors: in the layout).</source>
        <translation>Kein Projektor ist im Netz (projectors: im Layout).</translation>
    </message>
    <message>
        <source>Projectors</source>
        <translation>Projektoren</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>So it stays until an order closes it.</source>
        <translation>So bleibt es, bis eine Anordnung es schließt.</translation>
    </message>
    <message>
        <source>So it stays until an order opens it.</source>
        <translation>So bleibt es, bis eine Anordnung es öffnet.</translation>
    </message>
    <message>
        <source>The house is open by an order.</source>
        <translation>Das Haus ist auf Anordnung offen.</translation>
    </message>
    <message>
        <source>The house is open.</source>
        <translation>Das Haus ist offen.</translation>
    </message>
    <message>
        <source>The house is closed, and warms up.</source>
        <translation>Das Haus ist geschlossen und wärmt auf.</translation>
    </message>
    <message>
        <source>The house is closed by an order.</source>
        <translation>Das Haus ist auf Anordnung geschlossen.</translation>
    </message>
    <message>
        <source>The house is closed.</source>
        <translation>Das Haus ist geschlossen.</translation>
    </message>
    <message>
        <source>opens {when}</source>
        <translation>öffnet {when}</translation>
    </message>
    <message>
        <source>closes {when}</source>
        <translation>schließt {when}</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Absetzen</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject …</source>
        <translation>Ablehnen …</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>{screen} follows the layout again, {when}</source>
        <translation>{screen} folgt wieder dem Layout, {when}</translation>
    </message>
    <message>
        <source>{film} takes part in the line-up, {when}</source>
        <translation>{film} kommt ins Programm, {when}</translation>
    </message>
    <message>
        <source>{film} is set aside, and takes no part</source>
        <translation>{film} wird beiseitegelegt und spielt nicht mit</translation>
    </message>
    <message>
        <source>{film} is taken out of the line-up</source>
        <translation>{film} verlässt das Programm</translation>
    </message>
    <message>
        <source>{film} is looked at again; nothing changes on the wall</source>
        <translation>{film} wird neu geprüft; an der Wand ändert sich nichts</translation>
    </message>
    <message>
        <source>{film} may take part again, {when}</source>
        <translation>{film} darf wieder mitspielen, {when}</translation>
    </message>
    <message>
        <source>what is on the wall last</source>
        <translation>Was zuletzt an die Wand kam</translation>
    </message>
    <message>
        <source>{film} is set aside, and {screen} shows the one before, {when}</source>
        <translation>{film} wird beiseitegelegt, und {screen} zeigt die vorige Fassung, {when}</translation>
    </message>
    <message>
        <source>its screen</source>
        <translation>ihre Leinwand</translation>
    </message>
    <message>
        <source>The house opens now, for {minutes} minutes</source>
        <translation>Das Haus öffnet jetzt, für {minutes} Minuten</translation>
    </message>
    <message>
        <source>The house opens now, until its hours close it, or an order does</source>
        <translation>Das Haus öffnet jetzt, bis die Öffnungszeiten oder eine Anordnung es schließen</translation>
    </message>
    <message>
        <source>All screens go dark and silent, and projectors off</source>
        <translation>Alle Leinwände werden dunkel und still, Projektoren gehen aus</translation>
    </message>
    <message>
        <source>{dark}, for {minutes} minutes</source>
        <translation>{dark}, für {minutes} Minuten</translation>
    </message>
    <message>
        <source>{dark}, until its hours open it, or an order does</source>
        <translation>{dark}, bis Öffnungszeiten oder eine Anordnung öffnen</translation>
    </message>
    <message>
        <source>{screen} keeps {film}, whatever the layout says, until it is unpinned</source>
        <translation>{screen} behält {film}, was immer das Layout sagt, bis es gelöst wird</translation>
    </message>
    <message>
        <source>{screen} shows {film}, {when}, until it is unpinned</source>
        <translation>{screen} zeigt {film}, {when}, bis es gelöst wird</translation>
    </message>
    <message>
        <source>{screen} shows {film} in place of {other}, {when}, until it is unpinned</source>
        <translation>{screen} zeigt {film} statt {other}, {when}, bis es gelöst wird</translation>
    </message>
    <message>
        <source>nothing changes on the wall</source>
        <translation>an der Wand ändert sich nichts</translation>
    </message>
    <message>
        <source>{screen} shows another one, {when}</source>
        <translation>{screen} zeigt eine andere, {when}</translation>
    </message>
    <message>
        <source>{screens} show another one, {when}</source>
        <translation>{screens} zeigen eine andere, {when}</translation>
    </message>
    <message>
        <source>{screen} shows {film}</source>
        <translation>{screen} zeigt {film}</translation>
    </message>
    <message>
        <source>the line-up that waits takes over</source>
        <translation>das wartende Programm übernimmt</translation>
    </message>
    <message>
        <source>now, as soon as all screens are ready</source>
        <translation>jetzt, sobald alle Leinwände bereit sind</translation>
    </message>
    <message>
        <source>at the next boundary</source>
        <translation>am Ende dieses Zyklus</translation>
    </message>
    <message>
        <source>at &apos;{beat}&apos;</source>
        <translation>bei „{beat}“</translation>
    </message>
    <message>
        <source>{where}, in {time}</source>
        <translation>{where}, in {time}</translation>
    </message>
    <message>
        <source>old</source>
        <translation>alt</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Fassungen</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>Justage</translation>
    </message>
    <message>
        <source>House</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>The Kiss: panel</source>
        <translation>The Kiss: Pult</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Hold it for a second and a half</source>
        <translation>Anderthalb Sekunden halten</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>next: {film}</source>
        <translation>dann: {film}</translation>
    </message>
    <message>
        <source>Live picture of {screen}</source>
        <translation>Livebild von {screen}</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Versions and notes</source>
        <translation>Fassungen und Hinweise</translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;, {seconds} s to &apos;{next}&apos;</source>
        <translation>nach „{beat}“, noch {seconds} s bis „{next}“</translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;</source>
        <translation>nach „{beat}“</translation>
    </message>
    <message>
        <source>before &apos;{beat}&apos;</source>
        <translation>vor „{beat}“</translation>
    </message>
    <message>
        <source>Pictures at the beats: {screens}</source>
        <translation>Bilder der Szenen: {screens}</translation>
    </message>
    <message>
        <source>From above: {screens}</source>
        <translation>Von oben: {screens}</translation>
    </message>
    <message>
        <source>Go to {beat}, {time}</source>
        <translation>Gehe zu {beat}, {time}</translation>
    </message>
    <message>
        <source>of {length}</source>
        <translation>von {length}</translation>
    </message>
    <message>
        <source>No story yet</source>
        <translation>Noch keine Geschichte</translation>
    </message>
    <message>
        <source>Pictures of its beats</source>
        <translation>Bilder ihrer Szenen</translation>
    </message>
    <message>
        <source>just arrived</source>
        <translation>eben angekommen</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>wartet, bis sie dran ist</translation>
    </message>
    <message>
        <source>being looked at</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation>nicht spielbar</translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation>wartet auf Freigabe</translation>
    </message>
    <message>
        <source>retired</source>
        <translation>abgesetzt</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>beiseitegelegt</translation>
    </message>
    <message>
        <source>hashing</source>
        <translation>liest die Datei</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>prüft jedes Bild</translation>
    </message>
    <message>
        <source>copying</source>
        <translation>macht eine Kopie</translation>
    </message>
    <message>
        <source>rehearsing</source>
        <translation>probt</translation>
    </message>
    <message>
        <source>on {screens}</source>
        <translation>auf {screens}</translation>
    </message>
    <message>
        <source>({time} left)</source>
        <translation>(noch {time})</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Drag a version onto a screen, or press what it offers.</source>
        <translation>Ziehen Sie eine Fassung auf eine Leinwand, oder drücken Sie, was sie anbietet.</translation>
    </message>
    <message>
        <source>No version yet. Put a film into the versions folder.</source>
        <translation>Noch keine Fassung. Legen Sie einen Film in den Ordner der Fassungen.</translation>
    </message>
    <message>
        <source>What you see is how it was. The wall does not need the panel.</source>
        <translation>Sie sehen, wie es war. Die Wand braucht das Pult nicht.</translation>
    </message>
    <message>
        <source>The show does not answer</source>
        <translation>Die Show antwortet nicht</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>subtitles: {languages}</source>
        <translation>Untertitel: {languages}</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Schilder</translation>
    </message>
    <message>
        <source>Check its cable and its power</source>
        <translation>Kabel und Strom prüfen</translation>
    </message>
    <message>
        <source>It comes back by itself in a few seconds</source>
        <translation>Sie kommt in wenigen Sekunden von selbst zurück</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>noch kein Bild</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>zu langsam</translation>
    </message>
    <message>
        <source>It {shows}</source>
        <translation>Die Leinwand {shows}</translation>
    </message>
    <message>
        <source>Pictures come too late; the last one stays meanwhile</source>
        <translation>Bilder kommen zu spät; das letzte bleibt so lange</translation>
    </message>
    <message>
        <source>holding</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>in step</source>
        <translation>im Takt</translation>
    </message>
    <message>
        <source>Cycle {number}</source>
        <translation>Zyklus {number}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>hold all</source>
        <translation>alle halten</translation>
    </message>
    <message>
        <source>Pausing …</source>
        <translation>Hält an …</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>go on</source>
        <translation>weiterspielen</translation>
    </message>
    <message>
        <source>Resuming …</source>
        <translation>Geht weiter …</translation>
    </message>
    <message>
        <source>all black</source>
        <translation>alles schwarz</translation>
    </message>
    <message>
        <source>Screens on</source>
        <translation>Bild an</translation>
    </message>
    <message>
        <source>light again</source>
        <translation>wieder hell</translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>a new cycle, now</source>
        <translation>neuer Zyklus, jetzt</translation>
    </message>
    <message>
        <source>Starting over …</source>
        <translation>Beginnt neu …</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächster</translation>
    </message>
    <message>
        <source>next beat</source>
        <translation>nächste Szene</translation>
    </message>
    <message>
        <source>Going on …</source>
        <translation>Geht …</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>all in step</source>
        <translation>alle im Takt</translation>
    </message>
    <message>
        <source>Syncing …</source>
        <translation>Takt …</translation>
    </message>
    <message>
        <source>dark and at rest</source>
        <translation>dunkel, in Ruhe</translation>
    </message>
    <message>
        <source>Closing …</source>
        <translation>Schließt …</translation>
    </message>
    <message>
        <source>begin the day</source>
        <translation>Tag beginnen</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Öffnet …</translation>
    </message>
    <message>
        <source>Level of {screen}, in percent</source>
        <translation>Pegel von {screen}, in Prozent</translation>
    </message>
    <message>
        <source>who speaks</source>
        <translation>wer spricht</translation>
    </message>
    <message>
        <source>, now</source>
        <translation>, jetzt</translation>
    </message>
    <message>
        <source>Speaks: {screen}</source>
        <translation>Spricht: {screen}</translation>
    </message>
    <message>
        <source>, speaks</source>
        <translation>, spricht</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>{hint}; key {key}</source>
        <translation>{hint}; Taste {key}</translation>
    </message>
    <message>
        <source>That is another code</source>
        <translation>Das ist ein anderer Code</translation>
    </message>
    <message>
        <source>Wait half a minute</source>
        <translation>Eine halbe Minute warten</translation>
    </message>
    <message>
        <source>Code of the lock</source>
        <translation>Code der Sperre</translation>
    </message>
    <message>
        <source>Take the last digit back</source>
        <translation>Letzte Ziffer zurücknehmen</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>How loud {screen} is now</source>
        <translation>Wie laut {screen} gerade ist</translation>
    </message>
    <message>
        <source>Place in the film</source>
        <translation>Stelle im Film</translation>
    </message>
    <message>
        <source>Play it again</source>
        <translation>Von vorn spielen</translation>
    </message>
    <message>
        <source>Close the preview</source>
        <translation>Vorschau schließen</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>Er lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>Preview of {film}</source>
        <translation>Vorschau: {film}</translation>
    </message>
    <message>
        <source>It is opened …</source>
        <translation>Er wird geöffnet …</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>While you align, all screens show a pattern in place of the films; the story goes on behind it. The films are back when you leave, or turn to another page.</source>
        <translation>Während Sie ausrichten, zeigen alle Bilder ein Muster statt der Filme; die Geschichte geht dahinter weiter. Die Filme sind wieder da, wenn Sie es beenden oder zu einer anderen Seite gehen.</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>Justage</translation>
    </message>
    <message>
        <source>Somebody aligns the projectors already.</source>
        <translation>Jemand richtet die Projektoren schon aus.</translation>
    </message>
    <message>
        <source>top left</source>
        <translation>oben links</translation>
    </message>
    <message>
        <source>top right</source>
        <translation>oben rechts</translation>
    </message>
    <message>
        <source>bottom right</source>
        <translation>unten rechts</translation>
    </message>
    <message>
        <source>bottom left</source>
        <translation>unten links</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Middle tones</source>
        <translation>Mitteltöne</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>All colours</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>Saved: {what}.</source>
        <translation>Gespeichert: {what}.</translation>
    </message>
    <message>
        <source>Not saved: {what}</source>
        <translation>Nicht gespeichert: {what}</translation>
    </message>
    <message>
        <source>The corner is at its end.</source>
        <translation>Die Ecke ist am Anschlag.</translation>
    </message>
    <message>
        <source>No further: that would fold or flatten the picture.</source>
        <translation>Nicht weiter: Das würde das Bild falten oder flach drücken.</translation>
    </message>
    <message>
        <source>{what} ends at {limit}.</source>
        <translation>{what} endet bei {limit}.</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>Nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Rückgängig gemacht.</translation>
    </message>
    <message>
        <source>{what} is as its file says.</source>
        <translation>{what} ist wie in der Datei.</translation>
    </message>
    <message>
        <source>{what} is as the projector shows it, without calibration.</source>
        <translation>{what} ist, wie der Projektor es zeigt, ohne Kalibrierung.</translation>
    </message>
    <message>
        <source>{pixels} to the right</source>
        <translation>{pixels} nach rechts</translation>
    </message>
    <message>
        <source>{pixels} to the left</source>
        <translation>{pixels} nach links</translation>
    </message>
    <message>
        <source>{pixels} down</source>
        <translation>{pixels} nach unten</translation>
    </message>
    <message>
        <source>{pixels} up</source>
        <translation>{pixels} nach oben</translation>
    </message>
    <message>
        <source>in its place</source>
        <translation>an ihrem Platz</translation>
    </message>
    <message>
        <source>Not saved: {screens}</source>
        <translation>Nicht gespeichert: {screens}</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>nobody keeps its clock</source>
        <translation>seine Uhr stellt niemand</translation>
    </message>
    <message>
        <source>its clock is not to be trusted</source>
        <translation>seiner Uhr ist nicht zu trauen</translation>
    </message>
    <message>
        <source>lacks films that others have: {count}</source>
        <translation>Filme, die nur andere haben: {count}</translation>
    </message>
    <message>
        <source>{machine}, this machine</source>
        <translation>{machine}, dieser Rechner</translation>
    </message>
    <message>
        <source>leads</source>
        <translation>führt</translation>
    </message>
    <message>
        <source>follows</source>
        <translation>folgt</translation>
    </message>
    <message>
        <source>plays its own until the seam</source>
        <translation>spielt bis zur Naht für sich</translation>
    </message>
    <message>
        <source>not heard since the show began</source>
        <translation>seit Beginn nicht gehört</translation>
    </message>
    <message>
        <source>not heard for {time}</source>
        <translation>seit {time} nicht gehört</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} s</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} min</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} h</translation>
    </message>
    <message>
        <source>clock within {ms} ms</source>
        <translation>Uhr auf {ms} ms genau</translation>
    </message>
    <message>
        <source>{clock}, not to be trusted</source>
        <translation>{clock}, nicht verlässlich</translation>
    </message>
    <message>
        <source>found {ms} ms off this one&apos;s</source>
        <translation>gemessen {ms} ms neben dieser</translation>
    </message>
    <message>
        <source>films: {count}</source>
        <translation>Filme: {count}</translation>
    </message>
    <message>
        <source>heard just now</source>
        <translation>eben gehört</translation>
    </message>
</context>
</TS>
