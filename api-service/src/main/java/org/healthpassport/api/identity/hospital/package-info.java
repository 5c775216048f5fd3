/** The further administrators of a hospital, whom it invites itself. */
@NullMarked
package org.healthpassport.api.identity.hospital;

import org.jspecify.annotations.NullMarked;
