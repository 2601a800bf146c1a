// What TLS is spoken: 1.2 and 1.3, forward secret, authenticated ciphers only, no renegotiation, no compression. Sets
// up a context of OpenSSL; knows no connection. Called by server.cpp.
#pragma once

#include <string>

#include "api/certificate.h"
#include "engine/base/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace hejie::api {

/// @param client_ca authorities whose certificates are asked of who connects, PEM; "" = none is asked for. Who shows
/// none is served all the same, as is who shows a wrong one: what it is worth is for the log-in to say.
/// @errors io: certificate chain, key or authorities cannot be read, or do not belong together
[[nodiscard]] Status set_up_tls(ssl_ctx_st* context, const std::string& certificate, const std::string& key,
                                const std::string& client_ca);

/// What was shown in a connection whose handshake is done.
[[nodiscard]] ClientCertificate client_certificate(const ssl_st* connection);

}  // namespace hejie::api
