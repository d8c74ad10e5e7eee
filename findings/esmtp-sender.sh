#!/bin/sh
# esmtp 1.2-18+b1 (Debian 12), one of those that can be /usr/sbin/sendmail: with -t, as nearly all that send mails
# call it, it leaves out -f, which its page calls the sender on the envelope. It takes the address in From instead. A
# program that says `-f bounces@…`, to have its bounces where they are read, has them where customers write, and a
# help desk makes tickets of them. Without -t, or without a From, -f counts; `force reverse_path` in its configuration
# always does.
# Exits with 1 if that has changed. Nothing leaves the machine: a server of its own takes the mails.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q esmtp=1.2-18+b1 libesmtp6=1.1.0-3.1~deb12u1 >/dev/null 2>&1
for package in *.deb; do
  dpkg-deb -x "$package" pinned
done
cat >seen.py <<'P'
import pathlib
import socketserver
import subprocess
import sys
import threading

senders = []

class Server(socketserver.StreamRequestHandler):
    def handle(self):
        def say(text):
            self.wfile.write(f"{text}\r\n".encode())

        say("220 mail.example.com")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"MAIL":
                senders.append(line.decode().split("<")[1].split(">")[0])
            if word == b"DATA":
                say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
            say("221 bye" if word == b"QUIT" else "250 mail.example.com")

server = socketserver.TCPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
program = str(next(pathlib.Path("pinned").glob("usr/bin/esmtp")))
library = str(next(pathlib.Path("pinned").rglob("libesmtp.so.6")).parent)
mail = "From: Help <help@example.com>\nTo: ann@example.com\nSubject: Hello\n\nHello\n"

def send(text, more, *options):
    setting = pathlib.Path("esmtprc")
    setting.write_text(f"hostname=127.0.0.1:{server.server_address[1]}\n{more}")
    setting.chmod(0o600)
    sent = subprocess.run(
        [program, "-C", setting.name, *options], input=text, text=True, env={"LD_LIBRARY_PATH": library}
    )
    print(*options, "->", senders[-1], "status", sent.returncode)

bounces = ["-f", "bounces@example.com"]
send(mail, "", *bounces, "-i", "-t")
send(mail, "", "-t", "-i", *bounces)
send(mail, "", *bounces, "-i", "ann@example.com")
send(mail.split("\n", 1)[1], "", *bounces, "-i", "-t")
send(mail, 'force reverse_path "bounces@example.com"\n', "-i", "-t")
sys.exit(senders != ["help@example.com"] * 2 + ["bounces@example.com"] * 3)
P
python3 seen.py
