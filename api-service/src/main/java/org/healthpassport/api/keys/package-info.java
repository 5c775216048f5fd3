/** The keys that seal data of patients and accounts, stored wrapped in MongoDB. */
@NullMarked
package org.healthpassport.api.keys;

import org.jspecify.annotations.NullMarked;
