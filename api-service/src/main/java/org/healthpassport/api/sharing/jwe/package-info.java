/** Encrypts the files of health links as compact JWE (RFC 7516), each link with its own key. */
@NullMarked
package org.healthpassport.api.sharing.jwe;

import org.jspecify.annotations.NullMarked;
