// The meeting's screens: arrow keys and the pointer of a presenter turn them, Escape leaves.
const TURNS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev", Escape: "up" };

document.addEventListener("keydown", (event) => {
	if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("a, button, input, textarea") && event.key === " ") return;
	const link = document.querySelector(`a[rel="${TURNS[event.key]}"]`);
	if (!link) return;
	event.preventDefault();
	link.click();
});
