/** Login: exchanges email and password, or later a refresh token, for the tokens of a session. */
@NullMarked
package org.healthpassport.api.identity.login;

import org.jspecify.annotations.NullMarked;
