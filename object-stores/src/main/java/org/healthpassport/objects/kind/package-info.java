/** A kind of object store, and the URL by which a setting names a store of it. */
@NullMarked
package org.healthpassport.objects.kind;

import org.jspecify.annotations.NullMarked;
