/*
 * ClickHouse within node: answers the statements that come one a line, "threads<tab>statement", with their rows and a line
 * "done <milliseconds> <milliseconds of processor time>". NODE_PATH leads to the package chdb, CHDB_DATA to its tables.
 */
'use strict';

const session = new (require('chdb').Session)(process.env.CHDB_DATA);

function processorTime() {
	const used = process.cpuUsage();

	return (used.user + used.system) / 1000;
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
	const [threads, ...statement] = line.split('\t');

	session.query('SET max_threads = ' + threads);

	const used = processorTime();
	const start = performance.now();
	const rows = session.query(statement.join(' '), 'TabSeparated');

	process.stdout.write(`${rows}done ${performance.now() - start} ${processorTime() - used}\n`);
});
