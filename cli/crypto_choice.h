// Which algorithms a store and its server use: what the setting `crypto` says, and what it means for each part (adr
// 0013). Called by every verb that opens a store to write.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/accounts.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::cli {

enum class CryptoChoice : std::uint8_t { store, international, sm };  ///< store: as the store was made

/// Of the words of the setting; `store` for any other.
[[nodiscard]] CryptoChoice crypto_named(std::string_view word);

/// For a store made now: by what its logs are hashed, by what its personal data is sealed.
void choose_crypto(CryptoChoice choice, storage::sqlite::Options& options);

/// How passwords are hashed: by the choice, or else as the logs of the store are. @errors of the store and its key file
Status choose_passwords(CryptoChoice choice, storage::Store& store, const std::string& folder,
                        app::AccountLimits& limits);

/// Something to say: the choice is not what the logs of this store are made by, and they keep to it.
[[nodiscard]] Result<std::optional<std::string>> crypto_differs(CryptoChoice choice, storage::Store& store);

/// An empty store with its keys. @errors conflict: there is a store
Status make_empty_store(const std::string& folder, CryptoChoice choice);

}  // namespace hejie::cli
