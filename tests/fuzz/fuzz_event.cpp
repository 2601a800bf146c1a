// The bytes of an event, of an access record and of columns, as a damaged file may hold them: what decodes is encoded
// and decoded to the same.
#include "storage/codec.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace storage = hejie::storage;
  const auto text = hejie::fuzz::text_of(data, size);
  if (const auto event = storage::decode(text)) {
    const std::string bytes = storage::encode(*event);
    const auto again = storage::decode(bytes);
    hejie::fuzz::hold(again.has_value() && storage::encode(*again) == bytes,
                      "an event encodes to what it decodes from");
  }
  if (const auto record = storage::decode_access(text)) {
    const std::string bytes = storage::encode(*record);
    const auto again = storage::decode_access(bytes);
    hejie::fuzz::hold(again.has_value() && storage::encode(*again) == bytes, "so does an access record");
  }
  (void)storage::decode_list(text);
  (void)storage::decode_values(text);
  return 0;
}
