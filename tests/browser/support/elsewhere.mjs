// Another host: whatever is asked of it is a failure, unless a test serves a page from it.

import { once } from "node:events";
import { createServer } from "node:http";

/** A server on loopback that notes who comes; `pages` are what it serves, by path. */
export async function elsewhere(pages = {}) {
  const visits = [];
  const server = createServer((request, response) => {
    const page = pages[request.url];
    if (page === undefined) visits.push(`${request.method} ${request.url}`);
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html" });
    response.end(page);
  });
  // Whoever comes without speaking HTTP came all the same.
  server.on("clientError", (_, socket) => {
    visits.push("what is no HTTP");
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port, visits, stop };
}
