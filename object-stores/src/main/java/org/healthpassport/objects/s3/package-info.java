/** Keeps objects with AWS S3 and stores that speak its protocol, such as Supabase Storage and MinIO. */
@NullMarked
package org.healthpassport.objects.s3;

import org.jspecify.annotations.NullMarked;
