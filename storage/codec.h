// Events to and from their one canonical byte form (codec version 1): JSON, keys sorted, NFC, integers only, no default
// written. The bytes hold everything of a stored event but its seq, so that a hash over (seq, bytes) covers all of it.
// Called by the stores, `hejie check` and export. Decoding trusts nothing: anything unexpected is corrupt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "storage/snapshot.h"

namespace hejie::storage {

inline constexpr int kCodecVersion = 1;

/// Canonical bytes of an event. `event.version` is taken from the record, not from the event inside.
[[nodiscard]] std::string encode(const StoredEvent& event);

/// The inverse; seq is 0. Whether the bytes are in canonical form is asked by encode(decode(b)) == b (`hejie check`).
/// @errors corrupt: not JSON, unknown or missing key, wrong type, unknown name, codec version not known
[[nodiscard]] Result<StoredEvent> decode(std::string_view bytes);

/// Act, occurrence or re-derivation: 0, 1, 2.
[[nodiscard]] int kind_of(const engine::CaseEvent& event);
/// "done", "clock_started", "rederived" ...: name of the kind within the variant, for streams and export.
[[nodiscard]] std::string_view kind_name(const engine::CaseEvent& event);
[[nodiscard]] Version version_of(const engine::CaseEvent& event);

/// Canonical bytes of an access record, and back. @errors corrupt
[[nodiscard]] std::string encode(const AccessRecord& record);
[[nodiscard]] Result<AccessRecord> decode_access(std::string_view bytes);

// columns that hold a list or typed values
[[nodiscard]] std::string encode_list(const std::vector<std::string>& list);
[[nodiscard]] Result<std::vector<std::string>> decode_list(std::string_view text);
[[nodiscard]] std::string encode_values(const engine::Values& values);
[[nodiscard]] Result<engine::Values> decode_values(std::string_view text);

}  // namespace hejie::storage
