// The switch that puts a fault into hejie_control is in that program and in no other: what is shipped must not be talked
// into answering early.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bin, controlBin, skip, skipControl } from './lib/faults/server.mjs';

const words = ['HEJIE_CONTROL', 'answer_before_commit', 'no_key_lookup', 'no_version_check', 'sync_normal'];
const inside = (file) => {
  const bytes = readFileSync(file);
  return words.filter((word) => bytes.includes(word));
};

test('the shipped program has no trace of the faults of its control', { skip }, () => assert.deepEqual(inside(bin), []));

test('the control has the switch', { skip: skipControl }, () => assert.deepEqual(inside(controlBin), words));
