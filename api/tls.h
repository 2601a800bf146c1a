// What TLS is spoken: 1.2 and 1.3, forward secret, authenticated ciphers only, no renegotiation, no compression. Sets
// up a context of OpenSSL; knows no connection. Called by server.cpp.
#pragma once

#include <string>

#include "engine/base/result.h"

struct ssl_ctx_st;

namespace hejie::api {

/// @errors io: certificate chain or key cannot be read, or do not belong together
[[nodiscard]] Status set_up_tls(ssl_ctx_st* context, const std::string& certificate, const std::string& key);

}  // namespace hejie::api
