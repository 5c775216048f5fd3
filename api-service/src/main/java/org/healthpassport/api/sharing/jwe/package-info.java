/** Encrypts what health links give as compact JWE (RFC 7516) under their own key. */
@NullMarked
package org.healthpassport.api.sharing.jwe;

import org.jspecify.annotations.NullMarked;
