/** Firebase Storage, which is Google Cloud Storage with the credentials and the bucket of a Firebase project. */
@NullMarked
package org.healthpassport.objects.firebase;

import org.jspecify.annotations.NullMarked;
