// Calls methods with the official library: `node inbox.js`, one JSON object on standard input, what
// each call was answered on standard output.
'use strict';

const flock = require('flockos');

const { baseUrl, calls } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
flock.baseUrl = baseUrl;

// Its answer, or its error as the library tells it.
function call({ method, token, parameters }) {
    return new Promise((resolve) => {
        flock.callMethod(method, token, parameters, (error, answer) => {
            if (!error) return resolve({ answer });
            const { name, statusCode, errorCode, message, additionalAttributes } = error;
            resolve({ error: { name, statusCode, errorCode, message, additionalAttributes } });
        });
    });
}

async function main() {
    const told = [];
    for (const each of calls) {
        told.push(await call(each));
    }
    process.stdout.write(JSON.stringify(told));
}

main().catch((error) => { console.error(error); process.exit(1); });
