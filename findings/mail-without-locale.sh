#!/bin/sh
# Two of Debian 12's programs behind `mail -s`, run without a locale, as cron and many services run theirs, on a text in
# UTF-8 such as a command's error with a customer's name in it. s-nail 14.9.24-2 sends nothing: "Cannot find a usable
# character set", exit status 4, and the text is in dead.letter, so the alarm that a job failed fails, too, and just for
# those texts. bsd-mailx 8.1.2-0.20220412cvs-1 sends it as "ANSI_X3.4-1968", which is ASCII, and readers show other
# letters. With LC_ALL=C.UTF-8 both say UTF-8, and so does s-nail with -Sttycharset=utf-8. In a pipe behind a program that
# failed, the mail program's status is the only one that cron or systemd sees: say LC_ALL in the line or the unit.
# Exits with 1 if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -q s-nail=14.9.24-2 bsd-mailx=8.1.2-0.20220412cvs-1 liblockfile1=1.17-1+b1 >/dev/null 2>&1
for package in *.deb; do
  dpkg-deb -x "$package" pinned
done
libraries=$(dirname "$(find "$PWD/pinned" -name 'liblockfile.so.1')")
printf '#!/bin/sh\ncat >%s/sent\n' "$folder" >sendmail
chmod 755 sendmail
echo "set sendmail=$folder/sendmail" >settings
mail() { # [NAME=VALUE]... PROGRAM [OPTION]...: what comes of it, without a locale but for what is named
  rm -f sent
  status=0
  printf 'ended 4 of 4 idle \342\211\245 2d: Zo\303\253\n' |
    env -i PATH="$folder/pinned/usr/bin:$PATH" HOME="$folder" DEAD="$folder/dead" MAILRC="$folder/settings" \
      LD_LIBRARY_PATH="$libraries" "$@" -s failed ops@example.com >said 2>&1 || status=$?
  echo "exit status $status, $(cat said sent 2>/dev/null | grep -io 'cannot find.*set\|charset=.*')"
}
{
  mail s-nail -Smta="$folder/sendmail"
  mail s-nail -Smta="$folder/sendmail" -Sttycharset=utf-8
  mail LC_ALL=C.UTF-8 s-nail -Smta="$folder/sendmail"
  mail bsd-mailx
  mail LC_ALL=C.UTF-8 bsd-mailx
} | tee seen
cat >wanted <<'IN'
exit status 4, Cannot find a usable character set
exit status 0, charset=utf-8
exit status 0, charset=utf-8
exit status 0, charset="ANSI_X3.4-1968"
exit status 0, charset="UTF-8"
IN
cmp seen wanted && [ -s dead ]
