#!/bin/sh
# Makes one backup, in a folder of its own whose name is the time, and removes the oldest ones.
#
#   BACKUP_FOLDER   where backups go
#   BACKUPS_KEPT    how many stay (14)
#   TRAINING_DATA   the data folder of the application
#   PGDATABASE      names the database where it is PostgreSQL (PGHOST, PGUSER … as libpq reads
#                   them); without it the database is SQLite
set -eu
umask 077

folder=${BACKUP_FOLDER:?it says where backups go}
kept=${BACKUPS_KEPT:-14}
name=r2p-$(date -u +%Y%m%dT%H%M%SZ)
making=$folder/.making

rm -rf "$making"
mkdir -p "$making"
if [ -n "${PGDATABASE:-}" ]; then
    pg_dump --format=custom --file="$making/training.dump"
    pg_restore --list "$making/training.dump" >/dev/null
    cp "${TRAINING_DATA:?it holds the secret key}/secret.key" "$making/secret.key"
else
    r2p-training backup "$making/training.zip"
fi
mv "$making" "$folder/$name"
echo "Made the backup $folder/$name."

cd "$folder"
ls -d r2p-* | sort -r | tail -n "+$((kept + 1))" | while read -r old; do
    rm -rf "./$old"
    echo "Removed the backup $folder/$old."
done
