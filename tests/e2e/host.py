# SPDX-License-Identifier: EUPL-1.2
#
# A git host on the loopback, for tests/e2e/login.sh: stock git behind a login.
#
#   host.py ssh PORT KEY KEYS     whose key is in the file KEYS; KEY is the host's own, secret
#   host.py http PORT USER WORD   who gives that name and password; repositories below the current folder
import asyncio
import base64
import http.server
import os
import subprocess
import sys


async def serve_ssh(port, key, keys):
    import asyncssh

    async def run(process):
        child = await asyncio.create_subprocess_shell(
            process.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        await process.redirect(stdin=child.stdin, stdout=child.stdout, stderr=child.stderr)
        process.exit(await child.wait())

    class Server(asyncssh.SSHServer):
        def connection_made(self, conn):
            self.connection = conn

        def begin_auth(self, username):
            self.connection.set_authorized_keys(keys)
            return True

    await asyncssh.create_server(Server, "127.0.0.1", port, server_host_keys=[key], process_factory=run, encoding=None)
    await asyncio.Event().wait()


class Host(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    login = ""

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    # gitprotocol-http(5), by git's own CGI program
    def serve(self):
        body = self.read_body()
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(self.login.encode()).decode():
            return self.answer(401, [("WWW-Authenticate", 'Basic realm="git"')])
        path, _, query = self.path.partition("?")
        env = dict(os.environ, GIT_PROJECT_ROOT=os.getcwd(), GIT_HTTP_EXPORT_ALL="1", REMOTE_USER="x", PATH_INFO=path,
                   QUERY_STRING=query, REQUEST_METHOD=self.command, CONTENT_LENGTH=str(len(body)),
                   CONTENT_TYPE=self.headers.get("Content-Type", ""))
        out = subprocess.run(["git", "http-backend"], input=body, env=env, stdout=subprocess.PIPE, check=False).stdout
        head, _, rest = out.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n") if line]
        status = next((int(value.split()[0]) for name, value in headers if name == "Status"), 200)
        return self.answer(status, [h for h in headers if h[0] != "Status"], rest)

    do_GET = do_POST = serve

    def log_message(self, *args):
        pass


if sys.argv[1] == "ssh":
    asyncio.run(serve_ssh(int(sys.argv[2]), *sys.argv[3:5]))
else:
    Host.login = ":".join(sys.argv[3:5])
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Host).serve_forever()
