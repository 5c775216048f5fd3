/**
 * Rotates the key-encryption keys: a new version is made, everything that older versions sealed is sealed again, and the
 * older versions are destroyed.
 */
@NullMarked
package org.healthpassport.aggregates.rotation;

import org.jspecify.annotations.NullMarked;
