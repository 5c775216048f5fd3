/** Key-encryption keys of a service, keysets of a subject, and the values that they seal. */
@NullMarked
package org.healthpassport.vault.key;

import org.jspecify.annotations.NullMarked;
