#include "app/text_body.h"

namespace hejie::app {

Result<std::string> body_of(storage::Snapshot& snapshot, const TextId& id) {
  if (id.empty()) return std::string();
  TRY(auto texts, snapshot.texts({id}));
  return texts.empty() ? std::string() : std::move(texts.front().body);
}

}  // namespace hejie::app
