/** A stand-in of S3 stores, and the tests of the store against it. */
@NullMarked
package org.healthpassport.objects.s3;

import org.jspecify.annotations.NullMarked;
