// usage: duckdb.js DATABASE QUERIES: their rows, a blank between columns.
"use strict";
const path = require("path");
const { createRequire } = require("module");
const need = createRequire(path.join(path.dirname(process.env.NODE_PATH), "x.js"));

(async () => {
	const { DuckDBInstance } = need("@duckdb/node-api");
	const db = await (await DuckDBInstance.create(process.argv[2])).connect();
	const queries = await db.extractStatements(process.argv[3]);

	for (let i = 0; i < queries.count; i++) {
		const result = await (await queries.prepare(i)).run();

		for (const row of await result.getRows())
			console.log(row.map((v) => v === null ? "" : String(v))
				.join(" "));
	}
})().catch((e) => {
	console.error(String(e.message));
	process.exitCode = 1;
});
