/** Lists of accounts: the directory of hospitals and doctors for everybody, and all accounts for administrators. */
@NullMarked
package org.healthpassport.api.identity.directory;

import org.jspecify.annotations.NullMarked;
