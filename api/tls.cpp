#include "api/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

#include "crypto/sha256.h"
#include "engine/base/check.h"

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

/// Goes on whatever is wrong: the result of the connection keeps it (SSL_get_verify_result), so that a person is told
/// what is wrong with the certificate instead of seeing a connection break.
int judge_later(int, X509_STORE_CTX*) {
  return 1;
}

bool ask_for_certificates(ssl_ctx_st* context, const std::string& authorities) {
  STACK_OF(X509_NAME)* const names = SSL_load_client_CA_file(authorities.c_str());
  if (names == nullptr || SSL_CTX_load_verify_locations(context, authorities.c_str(), nullptr) != 1) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
    return false;
  }
  SSL_CTX_set_client_CA_list(context, names);  // theirs from now on
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, judge_later);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // every connection shows its certificate anew
  return true;
}

std::string fault_of(long result) {
  if (result == X509_V_OK) return "";
  if (result == X509_V_ERR_CERT_HAS_EXPIRED) return "expired";
  if (result == X509_V_ERR_CERT_NOT_YET_VALID) return "not_yet_valid";
  return "untrusted";
}

}  // namespace

Status set_up_tls(ssl_ctx_st* context, const std::string& certificate, const std::string& key,
                  const std::string& client_ca) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_NO_TICKET | SSL_OP_CLEANSE_PLAINTEXT);
  const bool set = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_cipher_list(context, kCiphers) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
                   SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) == 1 &&
                   SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
                   SSL_CTX_check_private_key(context) == 1;
  if (!set || (!client_ca.empty() && !ask_for_certificates(context, client_ca))) return not_usable();
  return {};
}

ClientCertificate client_certificate(const ssl_st* connection) {
  X509* const shown = SSL_get0_peer_certificate(connection);
  if (shown == nullptr) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  CHECK(X509_digest(shown, EVP_sha256(), digest.data(), &size) == 1, "a certificate that was read can be hashed");
  return {crypto::to_hex({reinterpret_cast<const char*>(digest.data()), size}),
          fault_of(SSL_get_verify_result(connection))};
}

}  // namespace hejie::api
