/** Stores received documents in the object store and removes deleted ones. */
@NullMarked
package org.healthpassport.documents;

import org.jspecify.annotations.NullMarked;
