// Files as parties give them, made here: small ones of every type, a program, archives that unpack to too much.
import { randomBytes } from 'node:crypto';
import { deflateRawSync, crc32 as zlibCrc } from 'node:zlib';
import { newKey } from './desk.mjs';

export const pdf = (bytes = 2000) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)]);
export const jpeg = () => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), randomBytes(500)]);
/** The beginning of a program for Windows: MZ, then PE. */
export const program = () => Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), Buffer.alloc(48), Buffer.from('PE\0\0'), randomBytes(900)]);

const crc = zlibCrc ?? (() => 0);

/** A ZIP file of entries {name, data, unpacked (what its directory says), count}. */
export function zip(entries) {
  const bodies = [];
  const directory = [];
  let at = 0;
  for (const { name, data = Buffer.from('x'), unpacked } of entries) {
    const packed = deflateRawSync(data);
    const bytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc(data), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(unpacked ?? data.length, 22);
    local.writeUInt16LE(bytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(at, 42);
    bodies.push(local, bytes, packed);
    directory.push(central, bytes);
    at += 30 + bytes.length + packed.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, all, end]);
}

export const docx = () => zip([{ name: '[Content_Types].xml' }, { name: 'word/document.xml', data: Buffer.from('<w:document/>') }]);

/** Gives a file; `more` may have kind, party, received, secondary, key, headers. */
export function give(desk, id, name, body, { kind = 'document', party, received, secondary, note, key = newKey(), headers = {} } = {}) {
  const query = new URLSearchParams({ kind, ...(party && { party }), ...(received && { received }), ...(secondary && { secondary: 'true' }) });
  return desk.ask('POST', `/cases/${id}/evidence?${query}`, { body, headers: {
    'Content-Type': 'application/octet-stream', 'Idempotency-Key': key,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
    ...(note && { 'Content-Description': `UTF-8''${encodeURIComponent(note)}` }), ...headers } });
}

/** The bytes of one, and how they were sent. */
export async function fetchFile(server, desk, id, evidence) {
  const answer = await fetch(`${server.url}/api/v1/cases/${id}/evidence/${evidence}`, { headers: { Authorization: `Bearer ${desk.token}`, 'Accept-Language': 'en' } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
