;;; hotkit.el --- OpenStack Heat templates with hotkit's language server  -*- lexical-binding: t; -*-

;;; Commentary:

;; With eglot (part of Emacs 29) or lsp-mode: (require 'hotkit) tells both where the server is.
;; The server tells templates and environments from other YAML by their content.

;;; Code:

(defgroup hotkit nil
  "OpenStack Heat templates."
  :group 'languages)

(defcustom hotkit-command '("hotkit" "lsp")
  "The language server and its arguments."
  :type '(repeat string))

;;;###autoload
(define-derived-mode hotkit-mode prog-mode "HOT"
  "Mode for Heat templates where no YAML mode is installed."
  (setq-local comment-start "# ")
  (setq-local indent-tabs-mode nil))

;;;###autoload
(defun hotkit-template-p ()
  "Whether the buffer begins as a Heat template."
  (save-excursion
    (goto-char (point-min))
    (re-search-forward "^heat_template_version:" 4096 t)))

;;;###autoload
(add-to-list 'magic-fallback-mode-alist '(hotkit-template-p . hotkit-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `((hotkit-mode yaml-mode yaml-ts-mode) . ,hotkit-command)))

(with-eval-after-load 'lsp-mode
  (when (fboundp 'lsp-register-client)
    (add-to-list 'lsp-language-id-configuration '(hotkit-mode . "hot"))
    (lsp-register-client
     (make-lsp-client
      :new-connection (lsp-stdio-connection (lambda () hotkit-command))
      :major-modes '(hotkit-mode yaml-mode yaml-ts-mode)
      :add-on? t
      :server-id 'hotkit))))

(provide 'hotkit)
;;; hotkit.el ends here
