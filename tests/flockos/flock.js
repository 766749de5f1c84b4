// Plays Flock, with the official library's own token code: `node flock.js`, one JSON object on
// standard input, its answer on standard output.
'use strict';

const flock = require('flockos');
const http = require('http');
const jwt = require('jsonwebtoken'); // the library's own

const { appId, secret, tokens, calls } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
flock.appId = appId;
flock.appSecret = secret;
console.warn = () => {};

// Calls the listener as Flock does.
function call({ url, event, signed }) {
    const claims = Object.assign({ appId, userId: event.userId }, signed);
    const token = jwt.sign(claims, signed.secret || secret, { expiresIn: '1h', jwtid: 'j-1' });
    const headers = { 'Content-Type': 'application/json', 'X-Flock-Event-Token': token };
    return new Promise((resolve, reject) => {
        const request = http.request(url, { method: 'POST', headers, agent: false }, (response) => {
            let body = '';
            response.setEncoding('utf8');
            response.on('data', (chunk) => { body += chunk; });
            response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(body) }));
        });
        request.on('error', reject);
        request.end(JSON.stringify(event));
    });
}

async function main() {
    const verified = tokens.map(({ token, userId }) => flock.events.verifyToken(token, userId) || null);
    const answers = [];
    for (const each of calls) {
        answers.push(await call(each));
    }
    process.stdout.write(JSON.stringify({ verified, answers }));
}

main().catch((error) => { console.error(error); process.exit(1); });
