#include "cli/crypto_choice.h"

#include <filesystem>

#include "crypto/vault.h"
#include "storage/sqlite/private_keys.h"

namespace hejie::cli {
namespace {

using audit::HashKind;

Result<HashKind> hash_of(storage::Store& store) {
  TRY(const auto snapshot, store.snapshot());
  return snapshot->log_hash();
}

}  // namespace

CryptoChoice crypto_named(std::string_view word) {
  if (word == "sm") return CryptoChoice::sm;
  if (word == "international") return CryptoChoice::international;
  return CryptoChoice::store;
}

void choose_crypto(CryptoChoice choice, storage::sqlite::Options& options) {
  switch (choice) {
    case CryptoChoice::store:
      return;
    case CryptoChoice::international:
      options.log_hash = HashKind::sha256;
      options.suite = crypto::Suite::aes;
      return;
    case CryptoChoice::sm:
      options.log_hash = HashKind::sm3;
      options.suite = crypto::Suite::sm;
      return;
  }
}

Status choose_passwords(CryptoChoice choice, storage::Store& store, const std::string& folder,
                        app::AccountLimits& limits) {
  TRY(const auto vault, crypto::Vault::read(folder + "/" + storage::sqlite::kKeyFileName));
  TRY(const HashKind hash, hash_of(store));
  limits.seal = std::make_shared<const crypto::PasswordSeal>(vault.password_seal());
  limits.sm_passwords = choice == CryptoChoice::sm || (choice == CryptoChoice::store && hash == HashKind::sm3);
  return {};
}

Result<std::optional<std::string>> crypto_differs(CryptoChoice choice, storage::Store& store) {
  TRY(const HashKind hash, hash_of(store));
  const bool sm3 = hash == HashKind::sm3;
  if (choice == CryptoChoice::store || (choice == CryptoChoice::sm) == sm3) return std::optional<std::string>();
  return std::optional("the logs of this store were begun by " + std::string(audit::name_of(hash)) +
                       " and keep to it; the setting crypto holds for passwords");
}

Status make_empty_store(const std::string& folder, CryptoChoice choice) {
  std::error_code failed;
  if (std::filesystem::exists(folder + "/" + storage::sqlite::kFileName, failed)) {
    return fail(ErrorCode::conflict, {folder + " 中已有存储", "there is a store in " + folder + " already"});
  }
  storage::sqlite::Options options;
  options.folder = folder;
  choose_crypto(choice, options);
  TRY(const auto store, storage::sqlite::open_store(std::move(options)));
  store->stop();
  return {};
}

}  // namespace hejie::cli
