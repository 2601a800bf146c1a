#include "api/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace hejie::api {
namespace {

/// TLS 1.2: ephemeral keys and AEAD alone (RFC 9325 4.2); those of TLS 1.3 are all of that kind.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kGroups = "X25519:P-256:P-384";

std::unexpected<Error> not_usable() {
  const char* reason = ERR_reason_error_string(ERR_get_error());
  const std::string words = reason == nullptr ? "?" : reason;
  ERR_clear_error();
  return fail(ErrorCode::io, {"证书或私钥不能使用: " + words, "The certificate or key cannot be used: " + words});
}

}  // namespace

Status set_up_tls(ssl_ctx_st* context, const std::string& certificate, const std::string& key) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_NO_TICKET | SSL_OP_CLEANSE_PLAINTEXT);
  const bool set = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_cipher_list(context, kCiphers) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
                   SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) == 1 &&
                   SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
                   SSL_CTX_check_private_key(context) == 1;
  if (!set) return not_usable();
  return {};
}

}  // namespace hejie::api
