#include "crypto/row_codes.h"

#include <openssl/crypto.h>

namespace hejie::crypto {
namespace {

Secret derive(Suite suite, const Secret& data_key) {
  auto own = keyed_hash(suite, data_key.bytes(), "hejie row codes");
  Secret out({reinterpret_cast<const char*>(own.data()), own.size()});
  OPENSSL_cleanse(own.data(), own.size());
  return out;
}

}  // namespace

RowCodes::RowCodes(int number, Suite suite, const Secret& data_key)
    : number_(number), suite_(suite), own_(derive(suite, data_key)) {}

bool same_code(const RowCodes::Code& code, std::string_view stored) {
  return stored.size() == code.size() && CRYPTO_memcmp(code.data(), stored.data(), code.size()) == 0;
}

}  // namespace hejie::crypto
