/**
 * The keys of services: the one that encrypts the files of the others, in Vault, AWS KMS or Google Cloud KMS, and those by which
 * services know each other's events.
 */
@NullMarked
package org.healthpassport.keymanagement;

import org.jspecify.annotations.NullMarked;
