<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>why, in a few words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the boundary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the next beat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At {beat}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check cables and power.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No display is connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The story goes on behind the pattern, and the films come back by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The projectors are being aligned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures come back by themselves in a few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The wall is starting again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first pictures come in a few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It {opens}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The button Open begins the day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All screens are black, and the story goes on behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blackout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All screens hold their picture until you resume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A first version is on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of versions has a button for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} waits for your approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of versions says why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version can be played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a film into the versions folder: it plays by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for a first version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>but all screens are {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>but {screens} are {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>but %n screens need a look</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>but {screen} has no display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>but {screen} is {word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first picture comes: {screens}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{films} cannot be played; the others play on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The screen plays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n screens play in step.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>All is well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures shown of those due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screens apart, in pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures early, in milliseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts all of this on the clipboard, for an email</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last ten minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes, machine and log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the last day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{now} ms, at least {least}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cooling down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warming up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for another password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reports a failure of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>brought back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unpinned from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>controller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>door</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>player {screen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoded by {decoder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>projector {says}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk: {free} GB free ({share})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory: {share} in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} is not heard: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in step with the display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drawn by {renderer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has not answered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound: no screen speaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound: all screens speak</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound: the story says who speaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound: {screen} speaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open for an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open for three hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close for an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not heard: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you order holds until the hours say something else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No projector is on the network (projectors: in the layout).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is open by an order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is closed, and warms up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is closed by an order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opens {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closes {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retire</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} follows the layout again, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} takes part in the line-up, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} is set aside, and takes no part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} is taken out of the line-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} is looked at again; nothing changes on the wall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} may take part again, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is on the wall last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{film} is set aside, and {screen} shows the one before, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house opens now, for {minutes} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The house opens now, until its hours close it, or an order does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All screens go dark and silent, and projectors off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{dark}, for {minutes} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{dark}, until its hours open it, or an order does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} keeps {film}, whatever the layout says, until it is unpinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} shows {film}, {when}, until it is unpinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} shows {film} in place of {other}, {when}, until it is unpinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing changes on the wall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} shows another one, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screens} show another one, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{screen} shows {film}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the line-up that waits takes over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now, as soon as all screens are ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the next boundary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at &apos;{beat}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where}, in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>House</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Kiss: panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold it for a second and a half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next: {film}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live picture of {screen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions and notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;, {seconds} s to &apos;{next}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after &apos;{beat}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before &apos;{beat}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures at the beats: {screens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From above: {screens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to {beat}, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No story yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of its beats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hashing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rehearsing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on {screens}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>({time} left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a version onto a screen, or press what it offers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version yet. Put a film into the versions folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you see is how it was. The wall does not need the panel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The show does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Story</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>subtitles: {languages}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its cable and its power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes back by itself in a few seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restarting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in trouble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It {shows}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures come too late; the last one stays meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cycle {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hold all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resuming …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all black</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screens on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a new cycle, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting over …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next beat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Going on …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all in step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Syncing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark and at rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begin the day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level of {screen}, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speaks: {screen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, speaks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hint}; key {key}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
