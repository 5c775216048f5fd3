/** How an account gets an access token. */
@NullMarked
package org.healthpassport.api.identity.login;

import org.jspecify.annotations.NullMarked;
