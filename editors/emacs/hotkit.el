;;; hotkit.el --- OpenStack Heat templates with hotkit's language server  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Tells eglot (part of Emacs 29) and lsp-mode where the server is, which must be installed:
;;
;;   (require 'hotkit)
;;   (add-hook 'yaml-mode-hook #'hotkit-maybe)   ; or yaml-ts-mode-hook
;;   (add-hook 'hotkit-mode-hook #'hotkit-maybe)
;;
;; `hotkit-maybe' starts the server for templates and environments and leaves other YAML alone.  Where no YAML mode is
;; installed, templates get `hotkit-mode'.  `hotkit-graph' and `hotkit-plan' show the stack of the saved template.

;;; Code:

(defgroup hotkit nil
  "OpenStack Heat templates."
  :group 'languages)

(defcustom hotkit-command '("hotkit" "lsp")
  "The language server and its arguments."
  :type '(repeat string))

(defcustom hotkit-client nil
  "What speaks to the server: `eglot', `lsp-mode', or nil for the one that is loaded or installed, eglot first."
  :type '(choice (const :tag "The one that is there" nil) (const eglot) (const lsp-mode)))

(defconst hotkit--mark
  (concat "^\"?\\(?:heat_template_version\\|HeatTemplateFormatVersion\\|parameter_defaults\\|resource_registry"
          "\\|parameter_merge_strategies\\|encrypted_param_names\\|event_sinks\\)\"?[ \t]*:")
  "What only a template or an environment has at the beginning of a line.")

;;;###autoload
(define-derived-mode hotkit-mode prog-mode "HOT"
  "Mode for Heat templates where no YAML mode is installed."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local font-lock-defaults
              '((("^[ \t-]*\\([^ \t\n#:{}\"'-][^ \t\n#:]*\\):\\(?:[ \t]\\|$\\)" 1 font-lock-variable-name-face)
                 ("\\(?:^\\|[ \t]\\)\\(#.*\\)$" 1 font-lock-comment-face)
                 ("\"[^\"\n]*\"\\|'[^'\n]*'" . font-lock-string-face))
                t)))

;;;###autoload
(defun hotkit-template-p ()
  "Whether the buffer begins as a template or environment."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (let ((case-fold-search nil))
        (re-search-forward hotkit--mark (min (point-max) 8192) t)))))

;;;###autoload
(add-to-list 'magic-fallback-mode-alist '(hotkit-template-p . hotkit-mode))

;;;###autoload
(defun hotkit-maybe ()
  "Start the language server where the buffer is a template or environment."
  (when (hotkit-template-p)
    (cond ((or (eq hotkit-client 'lsp-mode) (and (null hotkit-client) (featurep 'lsp-mode) (not (featurep 'eglot))))
           (when (fboundp 'lsp-deferred) (lsp-deferred)))
          ((fboundp 'eglot-ensure) (eglot-ensure))
          ((fboundp 'lsp-deferred) (lsp-deferred)))))

(defun hotkit--show (arguments ending)
  "Show what hotkit gives for ARGUMENTS and this file, in a file with this ENDING."
  (unless buffer-file-name (user-error "The template has no file yet"))
  (let ((out (make-temp-file "hotkit-" nil ending))
        (command (car hotkit-command)))
    (if (eq 0 (apply #'call-process command nil `((:file ,out) nil) nil
                     (append arguments (list buffer-file-name))))
        (if (and (equal ending ".svg") (display-graphic-p) (image-type-available-p 'svg))
            (find-file-other-window out)
          (browse-url-of-file out))
      (with-current-buffer (get-buffer-create "*hotkit*")
        (erase-buffer)
        (insert-file-contents out)
        (display-buffer (current-buffer))))
    out))

(defun hotkit-graph ()
  "Show the dependency graph of the saved template."
  (interactive)
  (hotkit--show '("graph" "--format" "svg") ".svg"))

(defun hotkit-plan ()
  "Show what a stack creation from the saved template would do."
  (interactive)
  (hotkit--show '("plan" "--format" "html") ".html"))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '(hotkit-mode yaml-mode yaml-ts-mode) (lambda (&rest _) hotkit-command))))

(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(defvar lsp-language-id-configuration)
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(hotkit-mode . "hot"))
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () hotkit-command))
    :activation-fn (lambda (&rest _)
                     (and (memq major-mode '(hotkit-mode yaml-mode yaml-ts-mode)) (hotkit-template-p)))
    ;; Before other servers for YAML, which would complain of templates.
    :priority 1
    :server-id 'hotkit)))

(provide 'hotkit)
;;; hotkit.el ends here
