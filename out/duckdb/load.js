// Reads lines from standard input into the table `lines` of a DuckDB database,
// runs schema.sql and load.sql, and prints the rows that load.sql selects.
"use strict";
const { createRequire } = require("module");
const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");

const NAME = "@duckdb/node-api";
const ROWS = 2000; // appended at a time

function say(what) {
	process.stderr.write(`load: ${what}\n`);
	process.exitCode = 2;
}

// The package, from beside this file, from where one works, or the global one.
function findDuckdb() {
	const places = [__dirname, process.cwd()];

	for (const dir of (process.env.NODE_PATH || "").split(path.delimiter))
		if (dir)
			places.push(path.dirname(path.resolve(dir)));
	for (const dir of places) {
		try {
			return createRequire(path.join(dir, "x.js"))(NAME);
		} catch (e) {
			if (e.code !== "MODULE_NOT_FOUND")
				throw e;
		}
	}
	try {
		const root = execFileSync("npm", ["root", "-g"],
			{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

		return require(path.join(root.trim(), NAME));
	} catch (e) {
		return null;
	}
}

// The lines of standard input as bytes, without their ends.
async function* readLines() {
	let rest = [];

	for await (const chunk of process.stdin) {
		let at = 0, end;

		while ((end = chunk.indexOf(10, at)) >= 0) {
			rest.push(chunk.subarray(at, end));
			yield Buffer.concat(rest);
			rest = [];
			at = end + 1;
		}
		rest.push(chunk.subarray(at));
	}
	rest = Buffer.concat(rest);
	if (rest.length)
		yield rest;
}

// DuckDB's texts are UTF-8; a line that is not becomes NULL.
function decode(decoder, bytes) {
	try {
		return decoder.decode(bytes);
	} catch (e) {
		return null;
	}
}

async function fill(db, duckdb) {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	const appender = await db.createAppender("lines", "temp", "main")
		.catch(() => db.createAppender("lines"));
	let n = 0;

	for await (const bytes of readLines()) {
		const line = decode(decoder, bytes);

		appender.appendBigInt(BigInt(++n));
		if (line === null)
			appender.appendNull();
		else
			appender.appendVarchar(line);
		appender.endRow();
		if (n % ROWS === 0)
			appender.flushSync();
	}
	appender.closeSync();
}

// The statements of a file, in order; rows that they select are printed.
async function run(db, file) {
	const sql = fs.readFileSync(path.join(__dirname, file), "utf8");
	const statements = await db.extractStatements(sql);

	for (let i = 0; i < statements.count; i++) {
		const result = await (await statements.prepare(i)).run();

		for (const row of await result.getRows())
			if (result.columnCount > 1)
				process.stdout.write(row.join(" ") + "\n");
	}
}

async function main(file) {
	const duckdb = findDuckdb();

	if (!duckdb)
		return say(`there is no ${NAME} here (npm install ${NAME})`);
	try {
		const instance = await duckdb.DuckDBInstance.create(
			path.resolve(file));
		const db = await instance.connect();

		await db.run("CREATE TEMP TABLE lines (n BIGINT, line VARCHAR)");
		await fill(db, duckdb);
		await run(db, "schema.sql");
		await run(db, "load.sql");
		db.closeSync();
		instance.closeSync();
	} catch (e) {
		say(`${file}: ${String(e.message || e).split("\n")[0]}`);
	}
}

main(process.argv[2]);
