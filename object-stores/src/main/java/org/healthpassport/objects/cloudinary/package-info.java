/** Objects in a product environment of Cloudinary, as raw assets that only signed requests can read. */
@NullMarked
package org.healthpassport.objects.cloudinary;

import org.jspecify.annotations.NullMarked;
