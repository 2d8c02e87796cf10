// Asks Cube's REST API all measures of the model in the file argv[2], by month, quarter and year, of its cube and of the
// same without pre-aggregation, and prints what comes: a line for each query, its cube, granularity, SQL and rows as JSON.
'use strict';
const fs = require('fs');
const express = require('express');
const { CubejsServerCore } = require('@cubejs-backend/server-core');

const model = fs.readFileSync(process.argv[2], 'utf8');
const direct = model.replace('cube(`deals`', 'cube(`direct`').replace(/ {2}pre_aggregations: \{[^]*\n {2}\},\n/, '');
const files = [{ fileName: 'deals.js', content: model }, { fileName: 'direct.js', content: direct }];

async function main() {
	const core = new CubejsServerCore({
		apiSecret: 'none', checkAuth: () => {}, telemetry: false, devServer: false, scheduledRefreshTimer: false,
		repositoryFactory: () => ({ dataSchemaFiles: async () => files }),
		logger: (message, { error }) => { if (error) console.error(message, error); },
	});
	const app = express();
	await core.initApp(app);
	const server = app.listen(0, '127.0.0.1');
	await new Promise((resolve) => { server.on('listening', resolve); });

	async function ask(path, query) {
		for (;;) { // what takes long is asked for again
			const url = new URL(`http://127.0.0.1:${server.address().port}/cubejs-api/v1/${path}`);
			if (query)
				url.searchParams.set('query', JSON.stringify(query));
			const answer = await (await fetch(url, { headers: { authorization: 'none' } })).json();
			if (answer.error !== 'Continue wait') {
				if (answer.error)
					throw new Error(`${path}: ${answer.error}`);
				return answer;
			}
		}
	}

	for (const { name, measures } of (await ask('meta')).cubes)
		for (const granularity of ['month', 'quarter', 'year']) {
			const query = {
				measures: measures.map((measure) => measure.name),
				dimensions: [`${name}.source`], timeDimensions: [{ dimension: `${name}.opened_at`, granularity }],
			};
			const { sql } = await ask('sql', query);
			const { data } = await ask('load', query);
			const rows = data.map((row) => {
				const { [`${name}.opened_at`]: period, [`${name}.source`]: source } = row;
				return { period, source, kpi: Object.fromEntries(query.measures.map((key) => [key.split('.')[1], row[key]])) };
			});
			console.log(JSON.stringify({ cube: name, granularity, sql: sql.sql[0], rows }));
		}
	process.exit();
}

main().catch((error) => {
	console.error(error.stack);
	process.exit(1);
});
