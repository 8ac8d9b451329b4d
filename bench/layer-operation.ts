/** What is kept, so that Salesforce is asked once. */
export const cachedTypes = ["Account", "Asset", "Contact", "Order", "OrderItem", "Product", "Price"] as const;
