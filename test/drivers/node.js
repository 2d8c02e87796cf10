// Asks what standard input says by node-postgres, and prints what comes: like python.py.
const { Client } = require('pg');

// The names of types, and what their values are.
const types = { 16: ['boolean', 'boolean'], 20: ['int', 'string'], 23: ['int', 'number'], 25: ['text', 'string'], 701: ['double', 'number'],
	1082: ['date', Date], 1184: ['time', Date], 1700: ['numeric', 'string'] };

function parameter(kind, value) {
	switch (kind) {
	case 'double': case 'decimal': case 'int': case 'long': return Number(value);
	case 'day': return new Date(value + 'T00:00');
	case 'doubles': return value.slice(1, -1).split(',').map(Number);
	case 'boolean': return value === 'true';
	case 'days': return value + ' days';
	case 'null': return null;
	default: return value;
	}
}

// A value as what it is in JavaScript, where bigint and numeric arrive as texts, days as midnight where the process is.
function show(value, oid) {
	const two = (number) => String(number).padStart(2, '0');
	const [type, is] = types[oid] || [oid];
	if (value === null) return 'null';
	if (is === Date ? !(value instanceof Date) : typeof value !== is) return `unknown ${typeof value} ${value}`;
	if (type === 'double') {
		const bytes = Buffer.alloc(8);
		bytes.writeDoubleBE(value);
		return 'double ' + bytes.toString('hex');
	}
	if (type === 'date') return `date ${value.getFullYear()}-${two(value.getMonth() + 1)}-${two(value.getDate())}`;
	if (type === 'time') return 'time ' + value.toISOString().slice(0, 19).replace('T', ' ');
	return `${type} ${value}`;
}

async function main() {
	const client = new Client();
	await client.connect();
	for (const line of require('fs').readFileSync(0, 'utf8').split('\n').slice(0, -1)) {
		const [name, kind, value, sql] = line.split('\t');
		const query = kind ? { name, text: sql.replace('?', '$1'), values: [parameter(kind, value)], rowMode: 'array' } : { text: sql, rowMode: 'array' };
		const answers = new Set();
		for (let i = 0; i < (kind ? 7 : 1); i++) {
			try {
				const result = await client.query(query);
				const rows = [result.fields.map((field) => `${field.name} ${(types[field.dataTypeID] || [field.dataTypeID])[0]}`),
					...result.rows.map((row) => row.map((value, nr) => show(value, result.fields[nr].dataTypeID)))];
				answers.add(rows.map((row) => `${name}\t${row.join('|')}\n`).join(''));
			} catch (error) {
				answers.add(`${name}\terror ${error.code}\n`);
			}
		}
		process.stdout.write([...answers].join(''));
	}
	await client.end();
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
