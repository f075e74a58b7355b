// Wired up in the step that listens for keys: htmx by itself waits for the next one, and a press between went past it.
htmx.process(document.body);
