/** Login: exchanges email and password for an access token. */
@NullMarked
package org.healthpassport.api.identity.login;

import org.jspecify.annotations.NullMarked;
