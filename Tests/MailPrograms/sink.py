"""sink.py PORT FILE: a mail server that writes what it gets into a file and sends nothing on.
sink.py --told FILE: what that file has of the mails of one run.

It refuses receivers with `bad` in their address for good, and those with `later` for now.
"""

import asyncio
import email
import email.policy
import json
import sys


async def serve(reader, writer):
    sender, receivers = None, []

    def say(text):
        writer.write((text + "\r\n").encode())

    say("220 sink")
    while line := await reader.readline():
        text = line.decode("latin1").strip()
        word = text.upper()
        if word.startswith("MAIL FROM"):
            sender, receivers = text[10:].split(" ")[0], []
            say("250 taken")
        elif word.startswith("RCPT TO"):
            if "bad" in text or "later" in text:
                say("550 no such user" if "bad" in text else "451 later")
            else:
                receivers.append(text[8:].split(" ")[0])
                say("250 taken")
        elif word == "DATA" and receivers:
            say("354 go on")
            data = b""
            while (piece := await reader.readline()) not in (b".\r\n", b""):
                data += piece[1:] if piece.startswith(b".") else piece
            with open(sys.argv[2], "a") as file:
                file.write(json.dumps([sender, receivers, data.decode("latin1")]) + "\n")
            say("250 taken")
        elif word == "QUIT":
            say("221 bye")
            break
        else:
            say("554 nobody wants it" if word == "DATA" else "250 fine")
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), limit=1 << 22)
    async with server:
        await server.serve_forever()


def tell():
    mails = [json.loads(line) for line in open(sys.argv[2])]
    parsed = [email.message_from_bytes(mail[2].encode("latin1"), policy=email.policy.default) for mail in mails]
    receivers = {receiver for mail in mails for receiver in mail[1]}
    senders = ", ".join(sorted({mail[0] for mail in mails}))
    subjects = ", ".join(sorted({mail["subject"] for mail in parsed}))
    print(f"{len(receivers)} receivers, senders {senders}, {subjects}, {len({m['message-id'] for m in parsed})} ids")


tell() if sys.argv[1] == "--told" else asyncio.run(main())
