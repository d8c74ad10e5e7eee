/*
 * What prepares std::cout and the like at each start, by its mangled names: an object of Swift's runtime asks for it, because
 * a header does, and uses none of them. The true one brings all languages that libstdc++ can format numbers in, 1 MB.
 * Nothing outside the program sees these.
 */
__attribute__((visibility("hidden"))) void _ZNSt8ios_base4InitC1Ev(void *streams) { (void)streams; }
__attribute__((visibility("hidden"))) void _ZNSt8ios_base4InitD1Ev(void *streams) { (void)streams; }
