"use strict";
(function () {
	const data = JSON.parse(document.getElementById("data").textContent);
	const table = document.getElementById("matrix");
	const form = document.getElementById("filter");
	const field = (id) => document.getElementById(id);
	const rows = Array.from(table.querySelectorAll("tbody tr:not(.s)"));
	const dialog = field("details");
	let current = null;
	let opened = null;

	/* "TIME_WAIT", "time-wait" and "timewait" find the same. */
	const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "");
	const words = (text) => text.split(/\s+/).map(plain).filter(Boolean);
	const string = (i) => (i < 0 ? "" : data.strings[i]);
	const cellsOf = (row) => Array.from(row.cells).slice(1);

	function rowMatches(row, want) {
		const cells = cellsOf(row).filter((cell, i) => want.kernel < 0 || i === want.kernel);

		if (want.section && row.parentNode.dataset.section !== want.section)
			return false;
		const found = cells.filter((cell) =>
			(!want.verdict || cell.classList.contains(want.verdict)) &&
			(!want.changed || cell.classList.contains("d")));
		if (!found.length)
			return false;
		if (!want.words.length)
			return true;
		const text = plain(row.parentNode.rows[0].textContent) + " " +
			plain(row.cells[0].textContent) + " " +
			found.map((cell) => plain(cell.textContent)).join(" ");
		return want.words.every((word) => text.includes(word));
	}

	/* With a verdict chosen, only kernels that have it in a row that is shown. */
	function showColumns(want) {
		const show = data.kernels.map((label, kernel) =>
			(want.kernel < 0 || kernel === want.kernel) &&
			(!want.verdict || rows.some((row) => !row.hidden &&
				row.cells[kernel + 1].classList.contains(want.verdict))));

		for (const row of table.rows) {
			if (row.classList.contains("s"))
				continue;
			for (let i = 1; i < row.cells.length; i++)
				row.cells[i].hidden = !show[i - 1];
		}
	}

	function remember() {
		const state = new URLSearchParams();

		for (const id of ["text", "kernel", "verdict", "section"])
			if (field(id).value)
				state.set(id, field(id).value);
		if (field("changed").checked)
			state.set("changed", "1");
		if (opened)
			state.set("cell", opened);
		history.replaceState(null, "", "#" + state.toString());
	}

	function filter() {
		const want = {
			words: words(field("text").value),
			kernel: data.kernels.indexOf(field("kernel").value),
			verdict: field("verdict").value,
			section: field("section").value,
			changed: field("changed").checked,
		};
		let shown = 0;

		for (const row of rows) {
			row.hidden = !rowMatches(row, want);
			shown += row.hidden ? 0 : 1;
		}
		for (const body of table.tBodies)
			body.hidden = !Array.from(body.rows).some((row) => !row.hidden && !row.classList.contains("s"));
		showColumns(want);
		field("shown").textContent = shown + " of " + rows.length + " paths";
		remember();
	}

	/* One cell is reached by Tab, the others by arrow keys. */
	function makeCurrent(button, focus) {
		if (current)
			current.tabIndex = -1;
		current = button;
		button.tabIndex = 0;
		if (focus) {
			button.focus();
			button.scrollIntoView({ block: "nearest", inline: "nearest" });
		}
	}

	function move(button, down, right) {
		const visible = rows.filter((row) => !row.hidden && !row.parentNode.hidden);
		let row = visible.indexOf(button.closest("tr"));
		let column = button.closest("td").cellIndex;

		for (;;) {
			row += down;
			column += right;
			const cell = visible[row] && column > 0 ? visible[row].cells[column] : null;
			if (!cell)
				return;
			const next = cell.querySelector("button");
			if (next && !cell.hidden) {
				makeCurrent(next, true);
				return;
			}
		}
	}

	function make(name, text, attributes) {
		const element = document.createElement(name);

		element.textContent = text;
		for (const key in attributes || {})
			element.setAttribute(key, attributes[key]);
		return element;
	}

	function outcomeTable(expected, observed) {
		const outcome = document.createElement("table");
		const head = outcome.createTHead().insertRow();
		const body = outcome.createTBody();

		for (const title of ["oracle", "expected", "observed"])
			head.append(make("th", title, { scope: "col" }));
		data.oracles.forEach((oracle, i) => {
			const row = body.insertRow();
			const differs = expected[i] !== observed[i];

			row.append(make("th", oracle, { scope: "row" }));
			row.append(make("td", string(expected[i]) || "—", { "data-side": "expected" }));
			row.append(make("td", string(observed[i]) || "—",
				{ "data-side": "observed", class: differs ? "bad" : "" }));
			if (differs)
				row.lastChild.append(make("span", " (differs)", { class: "sr" }));
		});
		return outcome;
	}

	/* What the same family said on the kernel before. */
	function changesTo(record, before) {
		const list = document.createElement("ul");

		if (!before || before[3] < 0 || record[3] < 0)
			return list;
		data.oracles.forEach((oracle, i) => {
			const old = string(data.sides[before[3]][i]);
			const now = string(data.sides[record[3]][i]);

			if (old !== now)
				list.append(make("li", oracle + ": " + old + " → " + now));
		});
		return list;
	}

	function describe(body, title, record, before, kernel) {
		const verdict = document.createElement("p");

		verdict.className = data.keys[record[0]];
		verdict.append(make("b", data.verdicts[record[0]]), " " + string(record[1]));
		body.append(make("h3", title), verdict);
		if (record[2] >= 0 && record[3] >= 0)
			body.append(outcomeTable(data.sides[record[2]], data.sides[record[3]]));
		const changes = changesTo(record, before);
		if (changes.children.length)
			body.append(make("h3", "Since " + data.kernels[kernel - 1]), changes);
	}

	function recordAt(row, kernel, family) {
		const index = kernel < 0 ? -1 : data.cells[row][kernel * 2 + family];

		return index < 0 ? null : data.records[index];
	}

	function openCell(button) {
		const row = rows.indexOf(button.closest("tr"));
		const kernel = button.closest("td").cellIndex - 1;
		const name = rows[row].dataset.name;
		const body = field("details-body");
		const record = [recordAt(row, kernel, 0), recordAt(row, kernel, 1)];
		const before = [recordAt(row, kernel - 1, 0), recordAt(row, kernel - 1, 1)];

		field("details-title").textContent = name + " on " + data.releases[kernel];
		body.textContent = "";
		if (record[0] && record[0] === record[1] && before[0] === before[1]) {
			describe(body, "IPv4 and IPv6", record[0], before[0], kernel);
		} else {
			record.forEach((one, family) => {
				if (one)
					describe(body, family ? "IPv6" : "IPv4", one, before[family], kernel);
			});
		}
		opened = name + "/" + data.kernels[kernel];
		makeCurrent(button, false);
		dialog.showModal();
		remember();
	}

	function restore() {
		const state = new URLSearchParams(location.hash.slice(1));

		for (const id of ["text", "kernel", "verdict", "section"])
			field(id).value = state.get(id) || "";
		field("changed").checked = state.get("changed") === "1";
		filter();
		const cell = (state.get("cell") || "").split("/");
		const row = rows.find((one) => one.dataset.name === cell[0]);
		const kernel = data.kernels.indexOf(cell.slice(1).join("/"));
		const button = row && kernel >= 0 ? row.cells[kernel + 1].querySelector("button") : null;
		if (button)
			openCell(button);
	}

	for (const button of table.querySelectorAll("td > button"))
		button.tabIndex = -1;
	const first = table.querySelector("td > button");
	if (first)
		makeCurrent(first, false);
	form.addEventListener("input", filter);
	form.addEventListener("submit", (event) => event.preventDefault());
	form.addEventListener("reset", () => setTimeout(filter));
	table.addEventListener("click", (event) => {
		const cell = event.target.closest("td");
		const button = cell ? cell.querySelector("button") : null;

		if (button)
			openCell(button);
	});
	table.addEventListener("keydown", (event) => {
		const step = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
		const button = event.target.closest("td > button");

		if (!step || !button)
			return;
		event.preventDefault();
		move(button, step[0], step[1]);
	});
	field("close").addEventListener("click", () => dialog.close());
	dialog.addEventListener("click", (event) => {
		if (event.target === dialog)
			dialog.close();
	});
	dialog.addEventListener("close", () => {
		opened = null;
		remember();
		if (current)
			current.focus();
	});
	restore();
	document.documentElement.dataset.ready = "1";
}());
