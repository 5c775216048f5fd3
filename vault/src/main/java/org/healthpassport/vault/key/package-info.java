/** Key-encryption keys of a service, keysets of a subject, and what they seal. */
@NullMarked
package org.healthpassport.vault.key;

import org.jspecify.annotations.NullMarked;
