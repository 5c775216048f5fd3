/** The keys that seal what patients and accounts own, kept wrapped in MongoDB. */
@NullMarked
package org.healthpassport.api.keys;

import org.jspecify.annotations.NullMarked;
