/** The keys that sign access tokens: they rotate by themselves. */
@NullMarked
package org.healthpassport.api.identity.key;

import org.jspecify.annotations.NullMarked;
