// A form of which no file was chosen travels as its plain fields: less to send, and less for the server to take apart
document.addEventListener("htmx:before:request", ({ detail: { ctx: { request } } }) => {
	if (!(request.body instanceof FormData)) return;
	const fields = [...request.body].filter(([, value]) => typeof value === "string" || value.name || value.size);
	if (fields.every(([, value]) => typeof value === "string")) request.body = new URLSearchParams(fields);
});
